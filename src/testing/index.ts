export { dbSuite } from './db-suite.ts';
