/** The first value; values have so many digits at least, so that they are not mistaken for another number on the page. */
const FIRST = 1_000_000

/** @returns the value that stands for one update of one agent, and for no other of a swarm of `agents` */
export const valueOf = (agent: number, seq: number, agents: number): number => FIRST + seq * agents + agent

/** @returns the seq of the update that a value of an agent stands for; not a whole number from 0 when it stands for none */
export const seqOfValue = (value: number, agent: number, agents: number): number =>
  (value - FIRST - agent) / agents
