/** Bytes as one read gave them, and when, epoch ms. */
export interface Read {
  atMs: number
  text: string
}

/** What a tool makes of a stream. */
export type Verdict =
  | { kind: 'success'; ttftMs: number | undefined; tpotMs: number | undefined; tokens: number | undefined }
  | { kind: 'failed' | 'crash' | 'lost' }

/** A tool's way to time a stream, told again from its source: its parser, what it takes for the first token, and what for a success. */
export interface Rule {
  name: string
  judge(reads: readonly Read[], startMs: number): Verdict
}

interface Chunk {
  object?: string
  choices?: { delta?: { content?: string | null; reasoning_content?: string } }[]
  usage?: { completion_tokens?: number }
  error?: unknown
}

/**
 * vLLM's `bench serve` (vllm/benchmarks/lib/endpoint_request_func.py): each read is stripped before it is put behind what is left; the first chunk with any
 * choice is the first token; the last with any ends the answer; there is no failure but one of HTTP.
 */
const vllm: Rule = {
  name: 'vLLM bench serve',
  judge(reads, startMs) {
    let buffer = ''
    let firstMs: number | undefined
    let lastMs = startMs
    let tokens: number | undefined
    const take = (message: string, atMs: number): void => {
      const data = message.trim().replace(/^data: /, '')
      if (data.startsWith(':') || data === '[DONE]') return
      const { choices = [], usage } = JSON.parse(data) as Chunk
      if (choices.length > 0) {
        firstMs ??= atMs
        lastMs = atMs
      } else if (usage) tokens = usage.completion_tokens
    }
    for (const { atMs, text } of reads) {
      buffer += text.trim()
      const messages = buffer.split('\n\n')
      buffer = messages.pop() ?? ''
      const rest = buffer.replace(/^data: /, '').trim()
      const isWhole = buffer.startsWith('data: ') && (rest === '[DONE]' || isJson(rest))
      if (isWhole) {
        messages.push(buffer)
        buffer = ''
      }
      for (const message of messages) take(message, atMs)
    }
    if (firstMs === undefined) return { kind: 'lost' }
    const tpotMs = tokens === undefined ? undefined : (lastMs - firstMs) / (tokens - 1)
    return { kind: 'success', ttftMs: firstMs - startMs, tpotMs, tokens }
  },
}

/**
 * llmperf (llmperf/ray_clients/openai_chat_completions_client.py): six characters of each line are cut off, each chunk is a token, and the time for a token
 * is that of the whole answer over all of them.
 */
const llmperf: Rule = {
  name: 'llmperf',
  judge(reads, startMs) {
    let firstMs: number | undefined
    let tokens = 0
    let endMs = startMs
    try {
      for (const { line, atMs } of linesOf(reads)) {
        endMs = atMs
        const data = line.slice('data: '.length)
        if (data === '[DONE]') continue
        tokens++
        const { choices, error } = JSON.parse(data) as Chunk
        if (error !== undefined) return { kind: 'failed' }
        const choice = choices?.[0]
        if (!choice) return { kind: 'crash' }
        if (choice.delta?.content) firstMs ??= atMs
      }
    } catch {
      return { kind: 'crash' }
    }
    return {
      kind: 'success',
      ttftMs: firstMs === undefined ? undefined : firstMs - startMs,
      tpotMs: (endMs - startMs) / tokens,
      tokens,
    }
  },
}

/**
 * guidellm (src/guidellm/backends/openai): the first chunk with text, thoughts or a call of a tool is the first token, and is taken for one; who tells of
 * an error has failed, and who just ends has not.
 */
const guidellm: Rule = {
  name: 'guidellm',
  judge(reads, startMs) {
    let firstMs: number | undefined
    let lastMs = startMs
    let tokens: number | undefined
    let chunks = 0
    for (const { line, atMs } of linesOf(reads)) {
      if (!line.startsWith('data:') || line.endsWith('[DONE]')) continue
      const { choices, usage, error } = JSON.parse(line.slice('data:'.length)) as Chunk
      if (error !== undefined) return { kind: 'failed' }
      if (usage) tokens = usage.completion_tokens
      const delta = choices?.[0]?.delta
      if (!delta?.content && !delta?.reasoning_content) continue
      chunks++
      firstMs ??= atMs
      lastMs = atMs
    }
    if (firstMs === undefined) return { kind: 'failed' }
    const counted = tokens ?? chunks
    return {
      kind: 'success',
      ttftMs: firstMs - startMs,
      tpotMs: (lastMs - firstMs) / (counted - 1),
      tokens: counted,
    }
  },
}

/**
 * AIPerf's (src/aiperf/endpoints/openai_chat.py, metrics/types/inter_token_latency_metric.py), with `--use-server-token-count`: the first response with text,
 * thoughts or a call of a tool is the first token, and is taken for one; the last such ends the answer; what is no chunk is an error, and who just ends has
 * not failed. Without a usage it counts by a tokenizer: here chunks are.
 */
const aiperf: Rule = {
  name: 'AIPerf',
  judge(reads, startMs) {
    const contents: number[] = []
    let tokens: number | undefined
    for (const { line, atMs } of linesOf(reads)) {
      if (!line.startsWith('data:') || line.endsWith('[DONE]')) continue
      const { object, choices, usage } = JSON.parse(line.slice('data:'.length)) as Chunk
      if (object !== 'chat.completion.chunk') return { kind: 'failed' }
      if (usage) tokens = usage.completion_tokens
      const delta = choices?.[0]?.delta
      if (delta?.content || delta?.reasoning_content) contents.push(atMs)
    }
    const [firstMs] = contents
    const lastMs = contents.at(-1)
    if (firstMs === undefined || lastMs === undefined) return { kind: 'failed' }
    const counted = tokens ?? contents.length
    const tpotMs = counted < 2 ? undefined : (lastMs - firstMs) / (counted - 1)
    return { kind: 'success', ttftMs: firstMs - startMs, tpotMs, tokens: counted }
  },
}

/** The tools that Fleetmark is held against. */
export const rules: readonly Rule[] = [vllm, llmperf, guidellm, aiperf]

/** Lines that are not empty, each with the time of the read that ended it. */
function* linesOf(reads: readonly Read[]): Generator<{ line: string; atMs: number }> {
  let rest = ''
  for (const { atMs, text } of reads) {
    const lines = (rest + text).split(/\r?\n/)
    rest = lines.pop() ?? ''
    for (const line of lines) if (line !== '') yield { line, atMs }
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
