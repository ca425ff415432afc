import { faultOfState } from '../flows/follow.ts'
import { stateIn, valuesIn } from '../http/places.ts'
import type { Fault } from '../loops/operation.ts'
import type { TaskPlaces, TaskRequests } from './task-requests.ts'

/** What is told of a task. */
export interface Told {
  state: string | undefined
  /** Absent where it is not told, or is no number. */
  effects: number | undefined
  order: number | undefined
}

/** @returns what an answer or an event, read already, tells of a task */
export function toldOf(value: unknown, places: TaskPlaces): Told {
  const numberAt = (place: string | undefined): number | undefined => {
    const [text] = place === undefined ? [] : valuesIn(value, place)
    return text === undefined || !Number.isFinite(Number(text)) ? undefined : Number(text)
  }
  return {
    state: stateIn(value, places.state),
    effects: numberAt(places.effects),
    order: numberAt(places.order),
  }
}

/** What is made of what is told. */
export interface EndTold {
  isOver: boolean
  /** What is wrong with its end: it has failed, is in no state that it can be in, or what the target says is told is not. */
  fault?: Fault
}

/** What is wrong with a task that is told to be done and to have had no effect. */
export const NO_EFFECT = 'done without its effect'

/** @returns whether a task is told to be done, and not to have had its effect @param done states in which it is done */
export const isWithoutEffect = ({ state, effects }: Told, done: readonly string[]): boolean =>
  effects === 0 && state !== undefined && done.includes(state)

/** @returns whether what is told means that a task has ended, and how @param example what told it */
export function endOf(
  told: Told,
  { states }: Pick<TaskRequests, 'states'>,
  places: TaskPlaces,
  example: string,
): EndTold {
  const wrong = (cause: string): EndTold => ({ isOver: true, fault: { kind: 'answer', cause, example } })
  const fault = faultOfState(told.state, example, { states })
  if (fault) return wrong(fault.cause)
  if (!states.done.includes(told.state ?? '')) return { isOver: false }
  if (places.effects !== undefined && told.effects === undefined) return wrong('status: no number of effects')
  if (isWithoutEffect(told, states.done)) return wrong(NO_EFFECT)
  if (places.order !== undefined && told.order === undefined) return wrong('status: no number for the order')
  return { isOver: true }
}
