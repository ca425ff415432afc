/** The set with a member put in, or taken out if it was in. The set handed over is left as it is. */
export function toggled<Member>(set: ReadonlySet<Member>, member: Member): ReadonlySet<Member> {
  return set.has(member) ? new Set([...set].filter(each => each !== member)) : new Set([...set, member])
}
