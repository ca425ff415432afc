/** Verbs that change something wherever they stand in a name. */
const VERBS = new Set(
  (
    'abort ack acknowledge activate apply approve assign cancel clear create deactivate delete destroy disable dismiss edit enable erase evict exec ' +
    'execute flush insert invalidate kill logoff logout mute pause purge reindex reject remove rename renew requeue reset resume revert revoke ' +
    'rollback rotate save send set signoff signout silence snooze submit subscribe suspend terminate toggle truncate unlock unmute unsubscribe ' +
    'update wipe write'
  ).split(' '),
)

/** Verbs that are nouns, too: they change something where they begin or end a name that is not that of a fact. */
const ALSO_NOUNS = new Set(
  (
    'deploy drop install mark reboot refresh reload restart restore retry run shutdown start stop trigger ' +
    'upgrade'
  ).split(' '),
)

/** Before one of these either is a fact that is read: `update_time`, `setpoints`. */
const TIMES = /^(?:at|by|date|interval|point|rate|reason|time|timestamp)s?$/

/** Before one of these a noun is: `run-history`, `restart_count`. */
const FACTS =
  /^(?:count|duration|history|id|log|number|percentage|policy|state|status|summary|total|type|version|window)s?$/

/** A noun after one of these is a fact that is read: `last-restart`, `dataSet`. */
const OF_FACTS = /^(?:auto|change|current|data|every|first|last|latest|next|previous|result|since|test)$/

/** What begins with one of these reads, unless it does something then: `getAndReset`. */
const READS = /^(?:can|count|fetch|find|get|has|is|list|may|read|search|should|show|view)$/

/** What a verb may be written together with. */
const OBJECTS = /(?<=..)(?:all|cache|everything|now)$/

/**
 * @param name a segment of a path, or a part of a query
 * @returns whether one of its words stands for changing something or for signing out: `clearCache`, `delete_old`, `ack-all`
 */
export function soundsChanging(name: string): boolean {
  const words = wordsOf(name)
  if (READS.test(words[0] ?? '') && !words.includes('and')) return false
  return words.some((word, at) => isVerb(word, at, words) || isLeaving(word, words[at + 1]))
}

/** Split at what is no letter, and where capitals begin a word: `deleteOldHTTPLogs` has four. */
const wordsOf = (name: string): string[] =>
  (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map(word => word.toLowerCase())

function isVerb(word: string, at: number, words: readonly string[]): boolean {
  const next = words[at + 1] ?? ''
  if (TIMES.test(next) || OF_FACTS.test(words[at - 1] ?? '')) return false
  const bare = word.replace(OBJECTS, '')
  if (VERBS.has(word) || VERBS.has(bare)) return true
  const isAtAnEnd = at === 0 || at === words.length - 1
  return isAtAnEnd && !FACTS.test(next) && (ALSO_NOUNS.has(word) || ALSO_NOUNS.has(bare))
}

const isLeaving = (word: string, next = ''): boolean =>
  /^(?:log|sign|opt)$/.test(word) && /^(?:out|off)$/.test(next)
