import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Node } from 'oxc-parser'
import { wrap } from '../../reports/export/wrap.ts'
import { endOfHead, membersOf, Sources } from './declarations.ts'
import type { Declared } from './declarations.ts'

const root = path.join(import.meta.dirname, '../..')

const HEAD = `# API reference

<!-- Made by \`npm run docs\` from the sources of the package's entries and their doc comments. -->

What each [entry of the package](package.md#entries) exports, and what the fixtures of its \`test\`
are. The fields of a target are in [targets](targets.md), metrics and SLOs in
[metrics](metrics.md).`

/** A type of one line is told; one of more is for the editor. */
const LONGEST_CODE = 400

/** @returns docs/api.md: each export of each entry with its declaration, its doc comment and the members that its users see */
export function writeApiPage(): string {
  const { exports } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { types: string }>
  }
  const sources = new Sources(root)
  const entries = Object.entries(exports).flatMap(([entry, where]) =>
    typeof where === 'string' ? [] : [[entry, sourceOf(where.types)] as const],
  )
  const parts = entries.flatMap(([entry, file]) => [
    `## \`${path.posix.join('fleetmark', entry)}\``,
    ...[...sources.exportsOf(file)].flatMap(([name, one]) =>
      'from' in one
        ? [`### \`${name}\``, wrap(`\`${one.name}\` of \`${one.from}\`, as it is.`, '').join('\n')]
        : writeDeclared(name, one, sources),
    ),
  ])
  return `${[HEAD, ...parts].join('\n\n')}\n`
}

/** The source of a file of the package. */
const sourceOf = (types: string): string => types.replace(/^\.\/dist\//, '').replace(/\.d\.ts$/, '.ts')

function writeDeclared(name: string, declared: Declared, sources: Sources): string[] {
  const { node } = declared
  const { doc } = sources.told(declared, node)
  const code = sources
    .overloadsOf(declared)
    .map(one => sources.told(declared, one, endOfHead(one)).code)
    .join('\n')
  return [
    `### \`${name}\``,
    ...writeDoc(doc),
    ...(isCode(node) && code.length <= LONGEST_CODE ? [['```ts', code, '```'].join('\n')] : []),
    ...writeMembers(declared, sources),
    ...fixtureTypes(declared, sources).flatMap(one => writeFixtures(one, sources)),
  ]
}

/** Members tell a class or an interface; of a constant without a type its code says nothing. */
const isCode = (node: Node): boolean =>
  node.type === 'VariableDeclaration'
    ? node.declarations[0]?.init?.type === 'ArrowFunctionExpression'
    : node.type !== 'ClassDeclaration' && node.type !== 'TSInterfaceDeclaration'

/** The interfaces that stand as types in `extend<...>`: they are what `test` hands to a spec. */
function fixtureTypes({ file, node }: Declared, sources: Sources): Declared[] {
  if (node.type !== 'VariableDeclaration') return []
  const made = node.declarations[0]?.init
  if (made?.type !== 'CallExpression') return []
  return (made.typeArguments?.params ?? []).flatMap(type => typeOf(type, file, sources) ?? [])
}

/** The interface or class of the suite's own that a type names. */
function typeOf(type: Node | undefined | null, file: string, sources: Sources): Declared | undefined {
  if (type?.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier') return undefined
  return sources.find(file, type.typeName.name)
}

function writeFixtures(fixtures: Declared, sources: Sources): string[] {
  return membersOf(fixtures.node).flatMap(member => {
    const { code, doc } = sources.told(fixtures, member)
    const type = member.type === 'TSPropertySignature' ? member.typeAnnotation?.typeAnnotation : undefined
    const known = typeOf(type, fixtures.file, sources)
    return [
      `#### \`${code.split(/[:(<]/)[0]}\``,
      wrap(`\`${oneLine(code)}\``, '').join('\n'),
      ...writeDoc(doc),
      ...(known ? writeMembers(known, sources) : []),
    ]
  })
}

function writeMembers(declared: Declared, sources: Sources): string[] {
  const members = membersOf(declared.node).map(member => {
    const { code, doc } = sources.told(declared, member, endOfHead(member))
    return wrap(`- \`${oneLine(code)}\`${doc === '' ? '' : `: ${sentences(doc)}`}`, '  ')
      .join('\n')
      .trimStart()
  })
  return members.length === 0 ? [] : [members.join('\n')]
}

const oneLine = (code: string): string =>
  code
    .replace(/^async /, '')
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll(/\( | \)/g, text => text.trim())
    .replaceAll(/, ?\)/g, ')')

/** A doc comment as paragraphs: what it says, then each of its tags. */
const writeDoc = (doc: string): string[] =>
  sentences(doc, '\n\n')
    .split('\n\n')
    .filter(text => text !== '')
    .map(text => wrap(text.replaceAll('\n', ' '), '').join('\n'))

const TAGS: Readonly<Record<string, string>> = { returns: 'Returns', throws: 'Throws' }

/** The tags of a doc comment in words, each a sentence. @param between what stands before each */
function sentences(doc: string, between = ' '): string {
  return doc
    .split(/\s*@(?=(?:returns|throws|param) )/)
    .map(part =>
      part
        .replace(/^(returns|throws) /, (_, tag: string) => `${TAGS[tag]} `)
        .replace(/^param (\w+) /, (_, name: string) => `\`${name}\`: `)
        .trim(),
    )
    .filter(part => part !== '')
    .map(part => (/[.:!?]$/.test(part) ? part : `${part}.`))
    .join(between)
    .replaceAll(between === ' ' ? /\n+/g : /(?<!\n)\n(?!\n)/g, ' ')
}
