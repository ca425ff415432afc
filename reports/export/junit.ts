import { create } from 'xmlbuilder2'
import { formatConfidence, formatCount, formatValue } from '../format.ts'
import type { Judgement } from '../judge/slo.ts'
import type { RunReport } from '../run-report.ts'
import { failedByBaseline } from '../compare/hold-to-baseline.ts'
import { failedByPairs } from '../compare/pairs/failed-by-pairs.ts'
import { allHold } from '../judge/summary.ts'
import { Declared } from '../stored/declared.ts'
import { isWorse } from '../comparison.ts'
import { comparisonSentence } from '../wording/comparison-text.ts'
import { plainText } from './plain-text.ts'

/** So many characters of a name and of a sentence are kept. */
const NAME = 200
const SENTENCE = 1000

/** What JUnit can say of a test case: an error is a test that could not be carried out, a skipped one fails nobody. */
interface Case {
  classname: string
  name: string
  /** Absent: it passed. */
  outcome?: { kind: 'failure' | 'error' | 'skipped'; type: string; message: string }
  /** What was seen, also of one that passed. */
  output?: string
}

interface CaseSuite {
  name: string
  cases: Case[]
}

/**
 * Writes a run as JUnit XML, a test case an SLO. FAIL is a failure. INVALID, INCONCLUSIVE and NO_DATA are errors: the test could not tell. What is
 * of level `warn` fails no run and is skipped, with its verdict in the message. A suite of its own says whether the run ended as it should. So the XML
 * is red when the exit code is not 0.
 */
export function writeJunit(report: RunReport): string {
  const declared = new Declared(report)
  const { run, target } = report
  const categories = [...new Set(report.judgements.map(({ category }) => category))]
  const judged = categories.map((category): CaseSuite => {
    const mine = report.judgements.filter(one => one.category === category)
    return { name: declared.sectionTitle(category), cases: mine.map(judgementCase) }
  })
  const suites = [{ name: 'Run', cases: runCases(report) }, ...judged]
  const seconds = (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele('testsuites', {
    name: `Fleetmark: ${plainText(target.name, NAME)}`,
    ...countsOf(suites.flatMap(({ cases }) => cases)),
    time: seconds.toFixed(3),
  })
  for (const { name, cases } of suites) {
    const suite = root.ele('testsuite', {
      name: plainText(name, NAME),
      ...countsOf(cases),
      timestamp: run.startedAt,
    })
    const properties = suite.ele('properties')
    const facts = { run: run.id, target: target.name, baseURL: target.baseURL, fleetmark: run.fleetmark }
    for (const [key, value] of Object.entries(facts))
      properties.ele('property', { name: key, value: plainText(value, NAME) })
    for (const { classname, name: title, outcome, output } of cases) {
      const element = suite.ele('testcase', { classname, name: plainText(title, NAME) })
      if (outcome) {
        const message = plainText(outcome.message, SENTENCE)
        if (outcome.kind === 'skipped') element.ele('skipped', { message })
        else element.ele(outcome.kind, { type: outcome.type, message }).txt(message)
      }
      if (output !== undefined) element.ele('system-out').txt(plainText(output, SENTENCE))
    }
  }
  return `${root.end({ prettyPrint: true })}\n`
}

function countsOf(cases: readonly Case[]): Record<string, number> {
  const count = (kind: string): number => cases.filter(({ outcome }) => outcome?.kind === kind).length
  return {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  }
}

function judgementCase(one: Judgement): Case {
  const { verdict, level, because } = one
  const kind = level === 'warn' ? 'skipped' : verdict === 'FAIL' ? 'failure' : 'error'
  const told = level === 'warn' ? `${verdict} at level warn, which fails no run` : verdict
  const observed = formatValue(one.observed, one.unit)
  return {
    classname: `fleetmark.${one.category}`,
    name: one.name,
    ...(verdict !== 'PASS' && { outcome: { kind, type: verdict, message: `${told}: ${because}` } }),
    output: `${one.title}: ${observed} of ${formatCount(one.n)} values, limit ${one.objective}, confidence ${formatConfidence(one.confidence)}`,
  }
}

/** Whether all specs ran to their end and, where a run is told to fail when a figure got worse or a build is slower, whether it does. */
function runCases(report: RunReport): Case[] {
  const { run, steps, errors, comparison, pairs, judgements } = report
  const byBaseline = failedByBaseline(report)
  const byPairs = failedByPairs(report)
  // What fails a run for no other reason that is told here, fails it here.
  const isOtherwise = !allHold(judgements) || byBaseline !== undefined || byPairs !== undefined
  const isBroken = run.status !== 'complete' || (!run.ok && !isOtherwise)
  const problems = [
    ...errors,
    ...steps.filter(({ message }) => message).map(({ name, message }) => `${name}: ${message}`),
  ]
  const ended: Case = {
    classname: 'fleetmark.run',
    name: 'every spec ran to its end',
    ...(isBroken && {
      outcome: { kind: 'error', type: run.status, message: [run.headline, ...problems].join(' ') },
    }),
  }
  return [
    ended,
    ...besideCase('nothing got worse than the baseline', {
      fails: byBaseline,
      told: comparison ? comparisonSentence(comparison) : byBaseline,
      isWorse: comparison?.rows.some(isWorse) ?? false,
    }),
    ...besideCase('B is no slower than A', {
      fails: byPairs,
      told: pairs?.sentence,
      isWorse: pairs?.rows.some(({ verdict }) => verdict === 'REGRESSED') ?? false,
    }),
  ]
}

/** @returns nothing where a run stands beside nothing */
function besideCase(
  name: string,
  beside: {
    /** Why it fails the run. */ fails: string | undefined
    told: string | undefined
    isWorse: boolean
  },
): Case[] {
  const { fails, told, isWorse: worse } = beside
  if (told === undefined) return []
  const type = worse ? 'REGRESSED' : 'NOT_COMPARABLE'
  return [
    {
      classname: 'fleetmark.run',
      name,
      ...(fails !== undefined && { outcome: { kind: 'failure', type, message: fails } }),
      ...(fails === undefined && worse && { outcome: { kind: 'skipped', type, message: told } }),
      output: told,
    },
  ]
}
