import { expect, test } from '@playwright/test'
import { RequestError } from './request-error.ts'
import { pathOf, targetUrl } from './target-url.ts'

const HOST = 'http://127.0.0.1:8080'

/** What a person writes, and what a browser asks for at `HOST`. */
const written: [name: string, path: string, asked: string][] = [
  ['a blank in a query', '/search?q=last night', '/search?q=last%20night'],
  ['a blank in a path', '/last night/', '/last%20night/'],
  ['letters beyond Latin-1', '/агенты', '/%D0%B0%D0%B3%D0%B5%D0%BD%D1%82%D1%8B'],
  ['a letter of Latin-1', '/Müller?n=Müller', '/M%C3%BCller?n=M%C3%BCller'],
  ['a sign beyond the basic plane', '/💥?q=💥', '/%F0%9F%92%A5?q=%F0%9F%92%A5'],
  ['half a surrogate pair', '/\ud800', '/%EF%BF%BD'],
  ['what is encoded already', '/a%20b?q=%D0%B0', '/a%20b?q=%D0%B0'],
  ['a percent sign that encodes nothing', '/100%?q=100%', '/100%?q=100%'],
  ['quotes and angle brackets', '/"a"<b>?q="a"<b>', '/%22a%22%3Cb%3E?q=%22a%22%3Cb%3E'],
  ['braces', '/{a}?q={a}', '/%7Ba%7D?q={a}'],
  ['an apostrophe', "/it's?q=it's", "/it's?q=it%27s"],
  ['a plus sign', '/a+b?q=a+b', '/a+b?q=a+b'],
  ['a backslash', '/a\\b?q=a\\b', '/a/b?q=a\\b'],
  ['a fragment', '/list#row-7', '/list'],
  ['a fragment after a query', '/list?q=c#sharp', '/list?q=c'],
  ['dot segments', '/a/../b/./c', '/b/c'],
  ['dot segments that are encoded', '/a/%2e%2E/b', '/b'],
  ['a line break and a tab', '/a\r\nX: y\tz', '/aX:%20yz'],
  ['two slashes within', '/a//b', '/a//b'],
  ['nothing but a query', '/?', '/'],
]

for (const [name, path, asked] of written) {
  test(`${name} is asked for as a browser does`, () => {
    expect(pathOf(targetUrl(path, HOST))).toBe(asked)
  })
}

const strangers: [name: string, path: string][] = [
  ['another host', '//192.0.2.2/api'],
  ['another host after a backslash', '/\\192.0.2.2/api'],
  ['another host after two backslashes', '\\\\192.0.2.2/api'],
  ['another host after a tab', '/\t/192.0.2.2/api'],
  ['another host after a line break', '/\n/192.0.2.2'],
  ['another port', '//127.0.0.1:8081/'],
  ['a whole address', 'http://192.0.2.2/api'],
  ['another scheme', 'javascript:alert(1)'],
  ['two slashes and nothing', '//'],
  ['three slashes', '///192.0.2.2/'],
  ['no slash', 'api'],
  ['no text', ''],
  ['a star', '*'],
]

for (const [name, path] of strangers) {
  test(`a path with ${name} is refused, below a path of the target too`, () => {
    expect(() => targetUrl(path, HOST)).toThrow(RequestError)
    expect(() => targetUrl(path, `${HOST}/grafana`)).toThrow(RequestError)
  })
}

const below: [origin: string, path: string, url: string][] = [
  [`${HOST}/grafana`, '/api', `${HOST}/grafana/api`],
  [`${HOST}/grafana/`, '/api?q=1', `${HOST}/grafana/api?q=1`],
  [`${HOST}/a/b`, '/', `${HOST}/a/b/`],
  [`${HOST}/a b`, '/c d', `${HOST}/a%20b/c%20d`],
  [`${HOST}/a?x=1#y`, '/c', `${HOST}/a/c`],
  [`${HOST}/`, '/', `${HOST}/`],
  ['http://[::1]:8080', '/api', 'http://[::1]:8080/api'],
  ['http://[0:0::1]:8080/sub', '/api', 'http://[::1]:8080/sub/api'],
  ['https://BÜCHER.example:443', '/api', 'https://xn--bcher-kva.example/api'],
]

for (const [origin, path, url] of below) {
  test(`${path} of ${origin} is ${url}`, () => {
    expect(targetUrl(path, origin).href).toBe(url)
  })
}
