/** Whose everything is that no product owns. */
export const PLATFORM = 'platform';

/** Whose a group is that no namespace stands for. */
export const OUTSIDE = 'outside';
