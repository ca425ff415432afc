import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync } from 'oxc-parser'
import type { Class, Comment, Node, Program, Span } from 'oxc-parser'

/** Something that a module declares, as its source says it. */
export interface Declared {
  /** Where: a path from the project's root. */
  file: string
  name: string
  node: Node
}

/** What is declared, in words and in code. */
export interface Told {
  /** Of a function, a constant or a type: without what it does. */
  code: string
  /** Its doc comment, without the marks of one. */
  doc: string
}

interface Module {
  source: string
  program: Program
  comments: Comment[]
}

/** Reads declarations out of the project's sources. */
export class Sources {
  readonly #root: string
  readonly #modules = new Map<string, Module>()

  /** @param root the project's folder */
  constructor(root: string) {
    this.#root = root
  }

  /** @returns what a module exports, by the names that importers use; of a package's, the name of the package */
  exportsOf(file: string): Map<string, Declared | { name: string; from: string }> {
    const found = new Map<string, Declared | { name: string; from: string }>()
    for (const node of this.#module(file).program.body) {
      if (node.type === 'ExportDefaultDeclaration')
        found.set('default', { file, name: 'default', node: node.declaration })
      if (node.type !== 'ExportNamedDeclaration') continue
      for (const name of node.declaration ? namesOf(node.declaration) : [])
        if (node.declaration && !found.has(name)) found.set(name, { file, name, node: node.declaration })
      for (const { local, exported } of node.specifiers) {
        const name = nameOf(local)
        const from = node.source?.value
        const declared = from?.startsWith('.') ? this.find(beside(file, from), name) : this.find(file, name)
        const one = declared ?? (from === undefined ? undefined : { name, from })
        if (one) found.set(nameOf(exported), one)
      }
    }
    return found
  }

  /** @returns what a name in a module stands for, wherever it comes from; `undefined` where it is a package's, or nobody's */
  find(file: string, name: string): Declared | undefined {
    for (const node of this.#module(file).program.body) {
      const isExport = node.type === 'ExportNamedDeclaration'
      const declaration = isExport ? node.declaration : node
      if (declaration && namesOf(declaration).includes(name)) return { file, name, node: declaration }
      if (isExport && node.source?.value.startsWith('.')) {
        const same = node.specifiers.find(({ exported }) => nameOf(exported) === name)
        if (same) return this.find(beside(file, node.source.value), nameOf(same.local))
      }
      if (node.type !== 'ImportDeclaration' || !node.source.value.startsWith('.')) continue
      const same = node.specifiers.find(({ local }) => local.name === name)
      if (same?.type === 'ImportSpecifier')
        return this.find(beside(file, node.source.value), nameOf(same.imported))
    }
    return undefined
  }

  /** @returns a declaration, or all of a function that is declared for several kinds of arguments */
  overloadsOf({ file, name, node }: Declared): Node[] {
    if (node.type !== 'TSDeclareFunction') return [node]
    return this.#module(file).program.body.flatMap(statement => {
      const one = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
      return one?.type === 'TSDeclareFunction' && namesOf(one).includes(name) ? [one] : []
    })
  }

  /** @returns the doc comment right before a place of a module, and its code up to another */
  told({ file }: Pick<Declared, 'file'>, { start, end }: Span, codeEnd = end): Told {
    const { source, comments } = this.#module(file)
    const before = comments.findLast(comment => comment.end <= start)
    const between = before ? source.slice(before.end, start) : 'x'
    const isDoc = before?.value.startsWith('*') && /^\s*(?:export )?(?:default )?$/.test(between)
    const code = source
      .slice(start, codeEnd)
      .trim()
      .replace(/\s*=>$/, '')
      .replace(/;$/, '')
    return { code, doc: isDoc && before ? withoutMarks(before.value) : '' }
  }

  #module(file: string): Module {
    const known = this.#modules.get(file)
    if (known) return known
    const source = readFileSync(path.join(this.#root, file), 'utf8')
    const { program, comments, errors } = parseSync(file, source)
    if (errors[0]) throw new Error(`${file} can't be parsed: ${errors[0].message}`)
    const module = { source, program, comments }
    this.#modules.set(file, module)
    return module
  }
}

/** @returns the members of an interface or a class that its users see */
export function membersOf(node: Node): Node[] {
  if (node.type === 'TSInterfaceDeclaration') return node.body.body
  return node.type === 'ClassDeclaration' ? membersOfClass(node) : []
}

const membersOfClass = ({ body }: Class): Node[] =>
  body.body.filter(member => {
    if (!('key' in member)) return false
    const isPublic = member.key.type === 'Identifier' && member.accessibility !== 'private'
    return (
      isPublic &&
      nameOf(member.key) !== 'constructor' &&
      !(member.type === 'MethodDefinition' && member.kind === 'set')
    )
  })

/** @returns where the code of a declaration or a member ends that says what it is, and not how it is done */
export function endOfHead(node: Node): number {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'ArrowFunctionExpression':
      return node.body?.start ?? node.end
    case 'MethodDefinition':
      return node.value.body?.start ?? node.end
    case 'PropertyDefinition':
      return node.typeAnnotation?.end ?? node.end
    case 'VariableDeclaration': {
      const [one] = node.declarations
      if (one?.init?.type === 'ArrowFunctionExpression') return endOfHead(one.init)
      return one?.id.end ?? node.end
    }
    case 'ClassDeclaration':
    case 'TSInterfaceDeclaration':
      return node.body.start
    default:
      return node.end
  }
}

/** The names that a statement declares. */
function namesOf(node: Node): string[] {
  if (node.type === 'VariableDeclaration')
    return node.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []))
  const isOne =
    node.type === 'FunctionDeclaration' ||
    node.type === 'TSDeclareFunction' ||
    node.type === 'ClassDeclaration' ||
    node.type === 'TSInterfaceDeclaration' ||
    node.type === 'TSTypeAliasDeclaration'
  return isOne && node.id ? [node.id.name] : []
}

function nameOf(node: Node): string {
  if (node.type === 'Identifier') return node.name
  return node.type === 'Literal' ? String(node.value) : ''
}

const beside = (file: string, specifier: string): string =>
  path.posix.join(path.posix.dirname(file), specifier)

const withoutMarks = (comment: string): string =>
  comment
    .replace(/^\*/, '')
    .split('\n')
    .map(line => line.replace(/^\s*\* ?/, '').trim())
    .join('\n')
    .trim()
