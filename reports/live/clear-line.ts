/** Takes the line of progress off a terminal, so that another can stand in its place: it is written anew below. */
export const CLEAR_LINE = '\r\u001B[2K'
