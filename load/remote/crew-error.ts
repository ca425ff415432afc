/** Workers that are not there (`ERR_TOO_FEW_WORKERS`), or can't do what is asked of them. */
export class CrewError extends Error {
  readonly code: 'ERR_CREW' | 'ERR_TOO_FEW_WORKERS'
  override readonly name = 'CrewError'

  constructor(message: string, code: CrewError['code'] = 'ERR_CREW') {
    super(message)
    this.code = code
  }
}
