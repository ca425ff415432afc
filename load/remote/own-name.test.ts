import { expect, test } from '@playwright/test'
import { ownName } from './own-name.ts'

test('workers of one name are told apart, and one that comes again has the name that it had', () => {
  const first = { id: 'a', name: 'runner-1' }
  expect(ownName(first, [])).toBe('runner-1')
  const second = { id: 'b', name: ownName({ id: 'b', name: 'runner-1' }, [first]) }
  expect(second.name).toBe('runner-1 (2)')
  expect(ownName({ id: 'c', name: 'runner-1' }, [first, second])).toBe('runner-1 (3)')
  expect(ownName({ id: 'c', name: 'runner-9' }, [first, second])).toBe('runner-9')
  expect(ownName(first, [first, second])).toBe('runner-1')
  expect(ownName({ id: 'b', name: 'runner-1' }, [first, second])).toBe('runner-1 (2)')
})
