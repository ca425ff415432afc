import type { Rule } from '../rule.ts'
import { aiRules } from './ai.ts'
import { busBacklog, busDuplicates, busLoss, busRecovery } from './bus.ts'
import { heavyDelivery, slowDelivery } from './delivery.ts'
import { connectionLimit, failures, lostUpdates, rateLimit } from './failures.ts'
import { agentsMissing, leftOver, slowAllocation, slowSpawn } from './fleet.ts'
import { serialWorkflow, slowMemory, slowStage, wrongMemory } from './flows.ts'
import { stateRules } from './state.ts'
import { costlyObservability } from './observability.ts'
import { audits, layoutShift, pageWaits } from './page-load.ts'
import { longFrames, pageRefresh, slowInteraction } from './page-work.ts'
import { pageLeak } from './page-leak.ts'
import { agentMemory, poolFlaps, slowToGrow, slowToShrink } from './pool.ts'
import {
  coalescing,
  domWork,
  frameWait,
  herd,
  lateUpdates,
  slowHandshakes,
  slowPolling,
  slowRecovery,
} from './realtime.ts'
import {
  cpuFull,
  queueGrows,
  slowBody,
  slowConnect,
  slowEndpoint,
  slowFirstByte,
  stalls,
} from './requests.ts'
import { capacityPlan, memory, memoryGrows } from './resources.ts'
import { scalingRules } from './scaling.ts'
import {
  blockedLoop,
  busyFunction,
  busyTarget,
  leftRunning,
  longCollections,
  targetMemory,
} from './runtime.ts'
import { doubledSchedules, lateSchedules, missedSchedules } from './schedule.ts'
import { serialTasks, slowTasks, taskDelivery, tornState } from './tasks.ts'
import {
  slackAckLast,
  slackLateAck,
  slackLatePost,
  slackRules,
  slackSlowAnswer,
  slackUnanswered,
} from './slack.ts'
import { away, leak, slowsDown } from './soak.ts'
import { lateInStops } from './stops.ts'
import { allMet, headroom, regression } from './standing.ts'
import {
  lateElections,
  lostSwarmMessages,
  slowSwarmMessages,
  swarmsMissing,
  twoLeaders,
  unsavedSwarms,
} from './swarms.ts'
import { slowTraining, trainingCrowded } from './training.ts'
import { readyBeforeData } from './ready-before-data.ts'
import { silentSockets } from './silent-sockets.ts'
import { claimedWasm, costlyWasm, wrongWasm } from './wasm.ts'
import { fewValues, generator, missed, noData, tooClose, undecided, untrusted } from './trust.ts'

/** All rules, in the order in which they are asked: from those that know a cause to those that only know a figure. */
export const RULES: readonly Rule[] = [
  rateLimit,
  connectionLimit,
  busLoss,
  busDuplicates,
  busBacklog,
  busRecovery,
  agentsMissing,
  leftOver,
  slowSpawn,
  slowAllocation,
  agentMemory,
  poolFlaps,
  slowToGrow,
  slowToShrink,
  ...scalingRules,
  serialWorkflow,
  slackRules,
  slackUnanswered,
  slackLateAck,
  slackAckLast,
  slackSlowAnswer,
  slackLatePost,
  missedSchedules,
  doubledSchedules,
  lateSchedules,
  wrongMemory,
  slowMemory,
  ...aiRules,
  ...stateRules,
  slowStage,
  taskDelivery,
  slowTasks,
  serialTasks,
  tornState,
  swarmsMissing,
  twoLeaders,
  lateElections,
  unsavedSwarms,
  lostSwarmMessages,
  slowSwarmMessages,
  trainingCrowded,
  slowTraining,
  costlyObservability,
  busyFunction,
  blockedLoop,
  busyTarget,
  targetMemory,
  longCollections,
  leftRunning,
  lateInStops,
  pageLeak,
  slowDelivery,
  heavyDelivery,
  slowsDown,
  leak,
  away,
  wrongWasm,
  costlyWasm,
  claimedWasm,
  lostUpdates,
  slowRecovery,
  herd,
  failures,
  generator,
  untrusted,
  readyBeforeData,
  silentSockets,
  longFrames,
  slowInteraction,
  layoutShift,
  ...pageWaits,
  audits,
  pageRefresh,
  coalescing,
  domWork,
  frameWait,
  lateUpdates,
  slowHandshakes,
  slowPolling,
  queueGrows,
  cpuFull,
  stalls,
  slowBody,
  slowConnect,
  slowEndpoint,
  slowFirstByte,
  memory,
  undecided,
  noData,
  missed,
  fewValues,
  tooClose,
  regression,
  headroom,
  memoryGrows,
  capacityPlan,
  allMet,
]
