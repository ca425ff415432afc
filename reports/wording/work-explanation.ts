const LOOK = 'Look at the other failures of this endpoint: they say why.'
const GIVEN_UP = {
  meaning: 'No request got an answer for several seconds, so Fleetmark did not send the rest.',
  remedy: LOOK,
}
const STOPPED = {
  meaning:
    'Many requests, and half of all or more, failed within 5 s, so Fleetmark did not send the rest: others may need the target.',
  remedy: `${LOOK} PERF_STOP_ON_ERRORS=0 lets the load go on.`,
}
const WRONG_PLACE = {
  meaning: "The answer has nothing that can be used where the target's file says it is.",
  remedy: 'Compare the example with the place that the target names, and with the states that it lists.',
}

/** What becomes of work that is asked for and ends later, or is not begun, by how the cause begins. */
export const BY_BEGINNING = [
  [
    'ended as ',
    {
      meaning: 'The target took the work, and says itself that the work failed.',
      remedy:
        "Look for this piece of work in the target's log: at which step it failed, and what that step asked (a model, a tool, a store).",
    },
  ],
  [
    'not done in time',
    {
      meaning: 'The target took the work, and it had not ended at the time-out.',
      remedy:
        'Look at what such work waits for: its queue first, then its model. Raise PERF_TIMEOUT only if it may take so long.',
    },
  ],
  [
    'done, and no event told it',
    {
      meaning: 'The status of the work tells that it is done, and the socket that is to tell it did not.',
      remedy:
        "Compare a frame of that socket with the places in `tasks.events`: it may tell of others' tasks only, or want a frame first. Without `events` the status is asked for.",
    },
  ],
  [
    'done sooner than its steps can be',
    {
      meaning:
        'The workflow was told to be done in less than half the time that its longest path takes by the steps of the sequential one.',
      remedy:
        'Look whether its steps are done at all when it is told to be, and compare `steps` and `longestPath` with what is asked for: all steps are to take as long.',
    },
  ],
  [
    'an agent was handed out twice',
    {
      meaning: 'An agent was given to somebody while another still had it.',
      remedy: 'Look at how an idle agent is chosen and taken: both in one step, or two callers get the same.',
    },
  ],
  [
    'unreadable: ',
    {
      meaning:
        "A frame came that the target's file could not read: the example has its beginning, and what was thrown.",
      remedy:
        'Compare that frame with the function of the target that reads it (`read`, or `readBinary` for bytes). For a frame that carries no update it returns [].',
    },
  ],
  ['given up', GIVEN_UP],
  ['stopped: ', STOPPED],
  ['no id', WRONG_PLACE],
  ['no state', WRONG_PLACE],
  ["a state that it can't have", WRONG_PLACE],
  [
    'an id was given twice',
    {
      meaning: 'Two pieces of work were given the same id, so one of them can not be followed.',
      remedy: 'Look at how ids are made: by chance or by a counter that all instances share.',
    },
  ],
] as const
