import picocolors from 'picocolors';

// Node's own answer knows NO_COLOR, FORCE_COLOR and dumb terminals. If the output goes into a file, there is no colour.
const isColourful = process.stdout.isTTY === true && process.stdout.hasColors();

export const { bold, dim, green, red, yellow } = picocolors.createColors(isColourful);
