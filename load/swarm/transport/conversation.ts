import { TargetFunctionError } from '../target-function-error.ts'
import { failureCause, TIMED_OUT } from './failure-cause.ts'
import { openLine } from './line.ts'
import type { Line } from './line.ts'
import type {
  Connection,
  ConnectionEvents,
  Failure,
  Frame,
  Message,
  Opening,
  Transport,
} from './transport.ts'

/** One step of an opening: what is said, and what is waited for before the next. */
export interface OpeningStep extends Message {
  /**
   * What answers it: a text that the frame has, or a function that knows it; with `acknowledged`, what the acknowledgement has to be. A step without
   * anything to send waits for what the target says by itself. Default: nothing is waited for, but an acknowledgement.
   */
  answer?: string | ((frame: string, event?: string) => boolean)
}

/** What is said on a connection beside what it is for. */
export interface Conversation {
  /** What is said once it is open, one after another. It is ready when the last is answered. */
  opening?: readonly OpeningStep[]
  /** What a frame is answered at once, such as a ping; `undefined`: nothing. */
  reply?(frame: string, event?: string): string | Uint8Array | Message | undefined
  /** What is said again and again. */
  heartbeat?: Message & { everyMs: number }
}

/** Failures are counted by words alone: a number in one is taken for what is one of a kind. */
const PLACES = ['the first', 'the second', 'the third', 'the fourth', 'the fifth', 'the sixth']

/** How much of a frame is an example. */
const EXAMPLE_LENGTH = 160

/**
 * Adds a conversation to a transport. Its connections are open once the opening is answered; until then what arrives is held back, as
 * everywhere, and told after that: an answer is a frame too. Acknowledgements are frames of the event that they answer.
 */
export function conversing(open: Transport, conversation: Conversation): Transport {
  const { opening = [], heartbeat } = conversation
  if (opening.length === 0 && !conversation.reply && !heartbeat) return open
  return (path, options, events) => {
    let talk: Talk | undefined
    const begin = (line: Line): Connection => {
      talk = new Talk(line, conversation)
      const { connection, events: heard } = talk
      void open(path, options, heard).then(opened => talk?.begin(opened))
      return connection
    }
    return openLine(options, events, begin, () => talk?.unanswered() ?? { cause: TIMED_OUT })
  }
}

class Talk {
  readonly #line: Line
  readonly #conversation: Conversation
  readonly #steps: readonly OpeningStep[]
  #inner: Connection | undefined
  /** The step whose answer is awaited; as many as there are once the opening is done. */
  #turn = -1
  #heard = 'nothing came'
  #isOver = false
  #beating: NodeJS.Timeout | undefined

  constructor(line: Line, conversation: Conversation) {
    this.#line = line
    this.#conversation = conversation
    this.#steps = conversation.opening ?? []
  }

  /** What its transport tells. */
  get events(): ConnectionEvents {
    return {
      onFrame: (frame, event) => this.#hear(frame, event),
      onSign: () => this.#line.sign(),
      onInterrupted: cause => this.#line.interrupted(cause),
      onResumed: () => this.#line.resumed(),
      onClosed: cause =>
        this.#isOpening ? this.#fail(`${cause}, ${this.#place}`, this.#heard) : this.#fail(cause),
    }
  }

  /** The connection as its holder sees it. */
  get connection(): Connection {
    const inner = (): Connection | undefined => this.#inner
    return {
      send: frame => this.#inner?.send(frame),
      // It is asked for once the connection is open.
      get ping() {
        const connection = inner()
        return connection?.ping && (() => connection.ping?.())
      },
      close: () => {
        this.#end()
        this.#inner?.close()
      },
      terminate: () => {
        this.#end()
        this.#inner?.terminate()
      },
    }
  }

  begin(opened: Opening): void {
    if (opened.kind === 'failed') {
      this.#line.over(opened.cause, opened.example)
      return
    }
    this.#inner = opened.connection
    if (this.#isOver) opened.connection.terminate()
    else this.#try(() => this.#goOn())
  }

  /** What an opening is told as that is not finished in time. */
  unanswered(): Failure {
    return this.#inner
      ? { cause: `no answer in time, ${this.#place}`, example: this.#heard }
      : { cause: TIMED_OUT }
  }

  get #isOpening(): boolean {
    return this.#turn < this.#steps.length
  }

  get #place(): string {
    return `at ${PLACES[this.#turn] ?? 'a later'} step of the opening`
  }

  /** Says what is next, until an answer is awaited. */
  #goOn(): void {
    for (;;) {
      this.#turn++
      const step = this.#steps[this.#turn]
      if (!step) break
      this.#say(step)
      if (step.answer !== undefined || step.acknowledged) return
    }
    const { heartbeat } = this.#conversation
    if (heartbeat) this.#beating = setInterval(() => this.#try(() => this.#say(heartbeat)), heartbeat.everyMs)
    this.#line.opened()
  }

  #say(message: OpeningStep): void {
    const { send, event, args, acknowledged } = message
    const connection = this.#inner
    if (connection?.emit) {
      const isEmpty = send === undefined && event === undefined && args === undefined
      if (!isEmpty) connection.emit(message, answer => this.#acknowledged(message, answer))
      return
    }
    if (event !== undefined || args !== undefined || acknowledged)
      throw new Error('only Socket.IO has events, arguments and acknowledgements')
    if (send !== undefined) connection?.send(send)
  }

  #acknowledged(message: OpeningStep, frame: Frame): void {
    this.#try(() => {
      this.#line.frame(frame, message.event)
      if (message !== this.#steps[this.#turn]) return
      this.#heard = textOf(frame).slice(0, EXAMPLE_LENGTH)
      if (isAnswer(message, frame, message.event)) this.#goOn()
      else this.#fail(`refused ${this.#place}`, this.#heard)
    })
  }

  #hear(frame: Frame, event: string | undefined): void {
    this.#try(() => {
      const reply = this.#conversation.reply?.(textOf(frame), event)
      if (typeof reply === 'string' || reply instanceof Uint8Array) this.#say({ send: reply })
      else if (reply !== undefined) this.#say(reply)
      this.#line.frame(frame, event)
      const step = this.#steps[this.#turn]
      if (!step) return
      this.#heard = textOf(frame).slice(0, EXAMPLE_LENGTH)
      if (step.answer !== undefined && !step.acknowledged && isAnswer(step, frame, event)) this.#goOn()
    })
  }

  /** What a target's own functions throw ends the connection, and not the thread. */
  #try(act: () => void): void {
    if (this.#isOver) return
    try {
      act()
    } catch (error) {
      const { name, message } = error instanceof Error ? error : { name: 'no Error', message: String(error) }
      if (error instanceof TargetFunctionError) this.#fail(failureCause(error))
      else this.#fail(`the target's opening, reply or heartbeat failed: ${name}`, message)
    }
  }

  #fail(cause: string, example?: string): void {
    this.#line.over(cause, example)
    this.#end()
    this.#inner?.terminate()
  }

  #end(): void {
    this.#isOver = true
    clearInterval(this.#beating)
  }
}

function isAnswer({ answer }: OpeningStep, frame: Frame, event: string | undefined): boolean {
  if (answer === undefined) return true
  const text = textOf(frame)
  return typeof answer === 'string' ? text.includes(answer) : answer(text, event)
}

const textOf = (frame: Frame): string => (typeof frame === 'string' ? frame : frame.toString())
