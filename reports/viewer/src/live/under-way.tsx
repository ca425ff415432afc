import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { LiveDocument } from '../../../live/live-document.ts'

/** What the page is told of a run under way, beside its report. */
export type UnderWay = Pick<Extract<LiveDocument, { kind: 'under-way' }>, 'standing' | 'open'>

/** That of the run that the page shows; nothing where it has ended. */
export const UnderWayContext = createContext<UnderWay | undefined>(undefined)

/** @returns how far the run is; `undefined` where it has ended, as in every page on a disk */
export const useUnderWay = (): UnderWay | undefined => useContext(UnderWayContext)
