/** What a judged metric says, where its declaration says less: what is timed or counted, from where to where. */
export const EXPLANATIONS: Readonly<Record<string, string>> = {
  'dashboard.ready':
    'Time from the start of navigation to the first painted live data. Each cold visit has a new context and an empty cache; each warm visit has a primed cache.',
  'dashboard.lcp': 'Largest contentful paint (Web Vitals) of the cold visits.',
  'dashboard.fcp': 'First contentful paint (Web Vitals) of the cold visits.',
  'dashboard.cls': 'Cumulative layout shift (Web Vitals) of the cold visits.',
  'dashboard.ttfb': 'Time to first byte (Web Vitals) of the cold visits.',
  'dashboard.inp':
    'Time from real mouse and keyboard input to the next paint. The browser reports nothing shorter than 16 ms.',
  'dashboard.long-frames':
    'Time for which long animation frames block the main thread, from the first paint until the page is ready.',
  'lighthouse.performance': "Lighthouse's score: desktop, simulated throttling, the median run.",
  'lighthouse.accessibility': "Lighthouse's score, the median run.",
  'lighthouse.best-practices': "Lighthouse's score, the median run.",
  'lighthouse.tbt': 'Total blocking time as Lighthouse estimates it with simulated throttling.',
  'users.ready':
    'Time until a real page shows live data while `PERF_USERS` users watch: this one in a browser, the others over sockets.',
  'users.errors': 'Sessions that failed: a visit without live data, or a socket that could not be held.',
  'realtime.connect': 'Agents that connected, at 1000 attempts a second.',
  'realtime.connect.time': 'Time of a handshake, from the attempt to the open connection.',
  'realtime.latency': "Time from an agent's send to its arrival at a viewer's socket.",
  'realtime.paint':
    "Time from an agent's send to the painted number in a real browser. The report shows its three spans: to the page, to the DOM, to the paint.",
  'realtime.delivery':
    'Updates that were lost, duplicated or reordered, for each agent and viewer, by sequence numbers.',
  'realtime.received':
    'Viewers that no frame came to while they watched, by why: they were refused, or cut off, or nothing was told.',
  'realtime.frames':
    'Frames of which `read` made nothing: it failed, or gave anything but an array of updates. An example of each cause is kept.',
  'realtime.held': 'Connections of agents and viewers that were lost while the fleet reported, by cause.',
  'realtime.polling.age': 'Staleness of what users hold when all of them poll.',
  'realtime.recovery':
    'Share of connections that are back within 5 s after the target cut every socket; `npm run stress` adds a restart and silence.',
  'realtime.recovery.time': 'Time from the outage until a connection is back.',
  'realtime.memory':
    "The server's resident memory per connection after a garbage collection; one value for each third of the agents.",
  'realtime.limit':
    'Clients beyond the connection limit that got another refusal than status 503 or close code 1013, and connected clients that the target dropped.',
  'api.latency':
    'Response time from the intended start, so that a stall shows in every request that fell due during it.',
  'api.errors':
    'Requests that failed, were refused or timed out. A failed request has no latency; a time-out counts as a value at the time-out. Fleetmark does not follow redirects.',
  'api.capacity':
    'Requests a second that come back at 10, 50 and 100 connections, from each endpoint and from a shuffled mix of all.',
  'api.concurrent.errors': 'Failures among 50 requests at the same moment.',
  'messages.errors': 'Messages that failed, at 1000 a minute through the message pipeline.',
  'messages.latency': 'Time of a message through the message pipeline, from its intended start.',
  'agents.latency': 'Time of a message while 100 agents send 10 messages each, one after the other.',
  'agents.errors': 'Messages that failed while 100 agents send 10 messages each.',
  'skills.latency': 'Response time of a search in the marketplace of skills.',
  'skills.errors': 'Failed searches in the marketplace of skills, and failed executions of a skill.',
  'skills.overhead':
    "Time of executing a skill beyond the skill's own time, which the target reports in `Server-Timing`.",
  ratelimit:
    'Beyond the rate limit: answers other than 429 with `Retry-After`, and callers who were refused again after they had waited as told.',
  'fleet.spawn.latency':
    'Time from the moment a batch of agents is due until one of them has answered its first message; a batch of 50 is due each 0.7 s. Part of `npm run fleet`.',
  'fleet.spawn.errors':
    'Agents that were asked for and answered; ids that are missing or given twice, agents that never answer and refusals count against it. Part of `npm run fleet`.',
  'fleet.allocate.latency':
    'Time until an idle agent is handed out, 100 times a second while all run, from the intended start. Part of `npm run fleet`.',
  'fleet.allocate.errors':
    'Requests for an idle agent that were refused, that got one which another had not given back yet, or that could not give theirs back. Part of `npm run fleet`.',
  'fleet.startup':
    'Time from a stopped fleet until the last of so many agents has answered a first message. Part of `npm run fleet`.',
  'fleet.startup.errors':
    'Agents of all starts from nothing that were refused, had no id of their own, or did not answer in time. Part of `npm run fleet`.',
  'fleet.memory':
    'Resident memory of the target and of all processes that it has begun, at 5 to 50 agents. What an agent adds is judged; how straight the line is (R²) is told in the report, and not judged. 30 MB an agent is a good aim. Part of `npm run fleet`.',
  'fleet.cleanup':
    'Agents, and hosts beyond those of an empty fleet, that are there 3 s after all agents were let go; agents that could not be let go; sockets that stay open with each round of agents, where the processes of the target are known. Keys, timers and files are not seen from outside. Part of `npm run fleet`.',
  'fleet.cleanup.memory':
    'Resident memory of the target and of all processes that it has begun after 200 agents have come and gone, as a multiple of that before, three times. A runtime with a garbage collector may give memory back late: `resources.collectGarbage` has it do so. Part of `npm run fleet`.',
  'tasks.done':
    'Tasks whose end was told in each whole second while agents of all modes work, as many as are due in that second. Part of `npm run fleet`.',
  'tasks.latency':
    'Time from the moment a task is due until its end is told, by an event or its status; of a scheduled task how late it was. Part of `npm run fleet`.',
  'tasks.errors':
    'Tasks of each mode that were refused, failed, told nonsense or did not end in time. Part of `npm run fleet`.',
  'tasks.delivery':
    'Tasks that were taken and then lost, done without their effect, had it more than once, or were answered before an earlier message of their stream. Part of `npm run fleet`.',
  'scaling.speedup':
    'How many times as long autonomous tasks take one after the other as 10, 50 and 100 at once, in turns. Part of `npm run fleet`.',
  'scaling.torn':
    'Reads, while tasks are under way, of two numbers that all tasks write and that are to be the same. Part of `npm run fleet`.',
  'shape.errors':
    'Failed requests of the first endpoint under a constant load, a ramp, steps, a spike, bursts and a long hold. Part of `npm run stress`.',
  'mix.errors': 'Failed requests of 20, 100, 200 and 500 users. Part of `npm run stress`.',
  capacity:
    'The most requests a second, users or agents that the target serves within its SLOs. Part of `npm run stress`.',
}
