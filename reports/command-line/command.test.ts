import { expect, test } from '@playwright/test'
import { command } from './command.ts'

test('a command is told as who reads it types it', () => {
  expect(command('soak')).toBe('npm run soak')
  expect(command('judge', 'a folder')).toBe('npm run judge -- a folder')
  expect(command('soak', '', true)).toBe('npx fleetmark soak')
  expect(command('target', 'an address', true)).toBe('npx fleetmark init an address')
  expect(command('judge', 'a folder', true)).toBe('npx fleetmark judge a folder')
})
