import type { TaskFlow } from './task-flow.ts'

/** @returns why no instance is known, in a sentence; `undefined` where one is */
export function whyNobody({ tasks, answered }: TaskFlow, origin: string): string | undefined {
  if (answered.some(({ instance }) => instance !== undefined)) return undefined
  if (answered.length > 0)
    return `"scaling.instanceOf" named nobody in ${answered.length} answers: have it return what tells the instances apart, such as a header that each sets to its own name.`
  const causes = tasks.flatMap(({ fate }) => ('cause' in fate ? fate.cause : []))
  const why = causes[0] === undefined ? 'no answer came' : `the first: ${causes[0]}`
  return `No instance took any of ${tasks.length} tasks at ${origin} (${why}). See that the balancer there has instances, and that "scaling.submit" is what they take.`
}
