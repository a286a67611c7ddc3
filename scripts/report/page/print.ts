/** Rows of a table that are printed at most: paper for tens of thousands of them is for nobody. */
export const PRINTED = 2_000;
