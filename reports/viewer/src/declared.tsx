import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { Declared } from '../../stored/declared.ts'

/** The declarations of the report that the page shows. */
export const DeclaredContext = createContext(new Declared({ metrics: [], sections: [] }))

/** @returns titles, places and views of the report's metrics */
export const useDeclared = (): Declared => useContext(DeclaredContext)
