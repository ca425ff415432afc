import { readWhole } from '../../../load/measure/histogram.ts'
import { Swarm } from '../../../load/swarm/swarm.ts'
import { answerContest, cpuWatch, residentBytes } from './contender.ts'

/** The suite's own generator in the same contest. */
answerContest(async ({ origin, agents, perSecond, seconds }) => {
  const protocol = { module: new URL('echo-protocol.ts', import.meta.url).href, path: 'default.realtime' }
  await using swarm = await Swarm.start({ protocol, origin, headers: {}, agents, viewers: 0 })
  const emptyBytes = residentBytes()
  await swarm.connectAgents()
  const connectedBytes = residentBytes() - emptyBytes
  const cpuSeconds = cpuWatch()
  const { measurements } = await swarm.run({ perSecond, rounds: seconds * perSecond, stage: 'steady' })
  const spent = cpuSeconds()
  const data = measurements.find(({ metric }) => metric === 'realtime.acknowledged')?.data
  if (data?.kind !== 'histogram') throw new Error('Nothing was echoed.')
  const roundTrip = readWhole(data)
  return {
    messages: agents * perSecond * seconds + data.n,
    cpuSeconds: spent,
    connectedBytes,
    roundTripP50Ms: roundTrip.percentile(50),
    roundTripP99Ms: roundTrip.percentile(99),
  }
})
