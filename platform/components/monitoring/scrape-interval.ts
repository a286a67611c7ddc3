/** How often Prometheus reads what names no interval of its own (S1-31, S3-56); no document gives a figure. */
export const SCRAPE_INTERVAL = '30s';
