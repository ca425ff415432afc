import type { TestCase } from '@playwright/test/reporter'
import { PLAN_ANNOTATION, SLO_ANNOTATION } from './evidence-attachment.ts'

/** A spec of a run, before it begins. */
export interface PlannedSpec {
  /** Of the test. */
  id: string
  title: string
  /** Ids of the SLOs that it is to answer. */
  slos: string[]
  /** How long it takes by the settings, ms. Absent: it does not say. */
  plannedMs?: number
}

/** @returns what a test says of itself before it begins */
export function planSpec({ id, title, annotations }: TestCase): PlannedSpec {
  const planned = annotations.find(({ type }) => type === PLAN_ANNOTATION)?.description
  return {
    id,
    title,
    slos: annotations.flatMap(({ type, description }) =>
      type === SLO_ANNOTATION && description ? [description] : [],
    ),
    ...(planned !== undefined && { plannedMs: Number.parseFloat(planned) }),
  }
}
