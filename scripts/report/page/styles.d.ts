/** What esbuild puts beside the script of the page. */
declare module '*.css';
