import { pocketTarget } from './pocket-target.ts'

export default pocketTarget('sse')
