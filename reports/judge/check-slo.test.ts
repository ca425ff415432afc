import { expect, test } from '@playwright/test'
import { requireSoundRules, SloError } from './check-slo.ts'
import { exampleSlo } from './testing/example-evidence.ts'

/** Rules as a document may have them, and what is said of those by which nothing can be judged. */
const RULES: [rules: object, said: string | undefined][] = [
  [{}, undefined],
  [{ minSamples: 0 }, undefined],
  [{ minSamples: -1 }, 'minSamples is -1, and must be a whole number.'],
  [{ minSamples: 1.5 }, 'minSamples is 1.5, and must be a whole number.'],
  [{ minSamples: null }, 'minSamples is null, and must be a whole number.'],
  [{ minSamples: undefined }, 'minSamples is nothing, and must be a whole number.'],
  [{ spanMs: 0.5 }, undefined],
  [{ spanMs: 0 }, 'spanMs is 0, and must be a number above 0.'],
  [{ spanMs: -5 }, 'spanMs is -5, and must be a number above 0.'],
  [{ spanMs: Number.POSITIVE_INFINITY }, 'spanMs is null, and must be a number above 0.'],
  [{ tolerance: 0.001 }, undefined],
  [{ tolerance: 10 }, undefined],
  [{ tolerance: 0 }, 'tolerance is 0, and must be a share above 0, to 10.'],
  [{ tolerance: 10.1 }, 'tolerance is 10.1, and must be a share above 0, to 10.'],
  [{ tolerance: null }, 'tolerance is null, and must be a share above 0, to 10.'],
  [{ passConfidence: 0.51 }, undefined],
  [{ passConfidence: 0.5 }, 'passConfidence is 0.5, and must be a number above 0.5 and below 1.'],
  [{ passConfidence: 1 }, 'passConfidence is 1, and must be a number above 0.5 and below 1.'],
  [{ passConfidence: null }, 'passConfidence is null, and must be a number above 0.5 and below 1.'],
]
for (const [rules, said] of RULES) {
  test(`rules of an SLO, ${JSON.stringify(rules)}: ${said ?? 'sound'}`, () => {
    const check = (): void => requireSoundRules({ ...exampleSlo('p(95)<200'), ...rules })
    if (said === undefined) expect(check).not.toThrow()
    else {
      expect(check).toThrow(SloError)
      expect(check).toThrow(
        expect.objectContaining({
          code: 'ERR_SLO',
          message: `The SLO api.latency can't be judged: its ${said}`,
        }),
      )
    }
  })
}
