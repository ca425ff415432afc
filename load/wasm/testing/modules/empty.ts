/** A module without a function. */
export const name = 'empty'
