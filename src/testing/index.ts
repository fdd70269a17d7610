export { type DbCase, type DbOffer, dbSuite, type OpenedDb } from './db-suite.ts';
