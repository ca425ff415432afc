/** Whoever ends the process before the run has ended ends it without a verdict: that is no success. */
export function refuseSuccess(code: number): void {
  if (code !== 0) return
  process.exitCode = 1
  process.stderr.write(
    'The run was ended before it was judged: something calls process.exit(0), perhaps the file of the target or of the configuration.\n',
  )
}
