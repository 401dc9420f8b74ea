/**
 * Holds views for analysis (packages/analytics), which come from the tables and can be built again at any
 * time: a backup leaves them out, a migration removes them.
 */
export const ANALYTICS_SCHEMA = 'analytics';
