import { defineConfig } from 'vitest/config';
import { common, proofs } from './vitest.config.ts';

export default defineConfig({ test: { ...common, include: proofs } });
