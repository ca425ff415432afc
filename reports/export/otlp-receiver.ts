/** Where a run's figures are sent, as OpenTelemetry's variables say. */
export interface OtlpReceiver {
  /** Of its metrics, without credentials. */
  url: string
  /** What is sent with them, secrets too. */
  headers: Readonly<Record<string, string>>
  /** Attributes of what sends them. */
  resource: Readonly<Record<string, string>>
}

let given: OtlpReceiver | undefined

/** Hands over the receiver. It is no option of the reporter: other reporters write down the options of all, and its headers are secret. */
export const giveReceiver = (receiver: OtlpReceiver | undefined): void => void (given = receiver)

/** @returns the receiver of this process's run; `undefined` when there is none */
export const givenReceiver = (): OtlpReceiver | undefined => given
