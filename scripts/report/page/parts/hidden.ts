import { createContext } from 'preact';

/** Columns and choices that say nothing in a view, such as the cluster where all rows are of one. */
export const HiddenChoices = createContext<readonly string[]>([]);
