import { createBirpc } from 'birpc'
import { copyError, toError } from './error-copy.ts'
import type { ErrorCopy } from './error-copy.ts'

/** Functions of one argument that one side offers to the other. */
export type RpcApi = Record<string, (argument: never) => unknown>

/** Where messages go and come from: a thread, its parent, a socket. */
export interface Channel {
  postMessage(message: unknown): void
  on(event: 'message', listener: (message: unknown) => void): unknown
  off(event: 'message', listener: (message: unknown) => void): unknown
}

/** The functions of the other side. */
export interface Rpc<Api extends RpcApi> {
  /** @returns what the function returns @throws what it throws, with class, `code` and `cause`; or why the other side is gone */
  call<Name extends keyof Api & string>(
    name: Name,
    argument: Parameters<Api[Name]>[0],
  ): Promise<Awaited<ReturnType<Api[Name]>>>
  /** Calls a function and waits for nothing. */
  tell<Name extends keyof Api & string>(name: Name, argument: Parameters<Api[Name]>[0]): void
  /** Rejects the calls under way with the reason; there can be no more. */
  close(reason: Error): void
}

/** An answer of `birpc`: what was thrown crosses as a copy, since a clone of an error loses its code. */
interface Message {
  e?: unknown
}

/**
 * Connects two sides of a channel, each of which may call functions of the other. A call may take as long as it likes: load of a day is one call.
 *
 * @param own functions that the other side may call
 */
export function connect<Remote extends RpcApi>(own: RpcApi, channel: Channel): Rpc<Remote> {
  const rpc = createBirpc<Record<string, (argument: unknown) => unknown>, RpcApi, false>(own, {
    proxify: false,
    timeout: -1,
    post: message => channel.postMessage(message),
    on: listener => void channel.on('message', listener),
    off: listener => void channel.off('message', listener),
    serialize: (message: Message) =>
      message.e === undefined ? message : { ...message, e: copyError(message.e) },
    deserialize: (message: Message) =>
      message.e === undefined ? message : { ...message, e: toError(message.e as ErrorCopy) },
    bind: 'functions',
    // A value that can't be sent is told to the caller, who then has its reason.
    onGeneralError: (_, name) => name !== undefined,
  })
  return {
    call: (name, argument) => rpc.$call(name, argument) as never,
    tell: (name, argument) => void rpc.$callEvent(name, argument),
    close: reason => rpc.$close(reason),
  }
}
