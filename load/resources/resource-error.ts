/** What a target uses of its machine can't be read. The message says what was found and what to do. */
export class ResourceError extends Error {
  override readonly name = 'ResourceError'
  /** `ERR_RESOURCES_CONTENT`: what is there says nothing that can be used; `ERR_RESOURCES_SILENT`: it did not come in time. */
  readonly code: 'ERR_RESOURCES_CONTENT' | 'ERR_RESOURCES_SILENT'

  constructor(code: ResourceError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
