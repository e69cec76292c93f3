"""The table of hostile requests: what is sent, and which answers alone may come back.

Every shape is sent on a connection of its own, which the client then half-closes; `allowed` are the sequences of
statuses that may come until the server closes. `()` is a connection closed without an answer. A request that is hidden
in the body or in the framing of another must never be answered, so no smuggling shape allows a second answer.
"""

from dataclasses import dataclass

REFUSED = frozenset({(400,)})
CLOSED = frozenset({()})


@dataclass(frozen=True)
class Shape:
    name: str
    sent: bytes
    allowed: frozenset[tuple[int, ...]]
    heads: bool = False  # the answers are to HEAD requests


def table(port: int) -> list[Shape]:
    """All shapes, for the server on that port."""
    made: list[Shape] = []
    host = f"Host: localhost:{port}".encode()
    hidden = b"GET /healthz HTTP/1.1\r\n" + host + b"\r\n\r\n"

    def add(name: str, sent: bytes, allowed: frozenset[tuple[int, ...]] = REFUSED, heads: bool = False) -> None:
        made.append(Shape(name, sent, allowed, heads))

    def request(*lines: bytes, start: bytes = b"POST /api/v1/events HTTP/1.1", body: bytes = b"") -> bytes:
        return b"\r\n".join([start, host, *lines]) + b"\r\n\r\n" + body

    def only(*statuses: int) -> frozenset[tuple[int, ...]]:
        """One answer, of one of these statuses."""
        return frozenset((status,) for status in statuses)

    # Two lengths, or a length and chunks: what one server takes for the body another takes for the next request.
    chunked = b"Transfer-Encoding: chunked"
    nothing = b"0\r\n\r\n"
    add("length, then chunked", request(b"Content-Length: 5", chunked, body=nothing + hidden))
    add("chunked, then length", request(chunked, b"Content-Length: 5", body=nothing + hidden))
    add("length 0 and chunked", request(b"Content-Length: 0", chunked, body=nothing + hidden))
    add("two equal lengths", request(b"Content-Length: 5", b"Content-Length: 5", body=b"hello" + hidden))
    add("two lengths", request(b"Content-Length: 0", b"Content-Length: 5", body=b"hello" + hidden))
    for value in (b"5, 5", b"5,6", b"+5", b"-5", b"0x5", b"5a", b"5 5", b"", b"5;", b"\x0b5", b"1e1",
                  b"99999999999999999999", b"18446744073709551616"):
        add(f"length {value!r}", request(b"Content-Length: " + value, body=b"hello" + hidden))
    for value in (b"chunked, chunked", b"gzip, chunked", b"chunked, identity", b"identity", b"xchunked", b"chunkedx",
                  b"chunked;q=1", b"\"chunked\"", b"chunked\x0b", b"\x00chunked", b"", b",", b"chunked,", b",chunked",
                  b"gzip"):
        add(f"coding {value!r}", request(b"Transfer-Encoding: " + value, body=nothing + hidden))
        add(f"coding {value!r} and a length", request(b"Transfer-Encoding: " + value, b"Content-Length: 5",
                                                      body=nothing + hidden))
    add("two codings", request(chunked, b"Transfer-Encoding: identity", body=nothing + hidden))
    add("chunked twice", request(chunked, chunked, body=nothing + hidden))
    add("chunked in HTTP/1.0", request(chunked, start=b"POST /api/v1/events HTTP/1.0", body=nothing + hidden))
    add("blank before the colon", request(b"Transfer-Encoding : chunked", body=nothing + hidden))
    add("tab before the colon", request(b"Content-Length\t: 5", body=b"hello" + hidden))
    add("blank before the name", request(b" Transfer-Encoding: chunked", b"Content-Length: 5", body=nothing + hidden))
    add("folded coding", request(b"Transfer-Encoding:\r\n chunked", body=nothing + hidden))
    add("folded coding and length", request(b"Transfer-Encoding:\r\n\tchunked", b"Content-Length: 5",
                                            body=nothing + hidden))
    add("folded length", request(b"Content-Length:\r\n 5", body=b"hello" + hidden))
    add("folded other header", request(b"X-Other: a\r\n b", start=b"GET /healthz HTTP/1.1"))
    add("coding behind a bare carriage return", request(b"X-Other: a\rTransfer-Encoding: chunked",
                                                        b"Content-Length: 5", body=nothing + hidden))
    add("coding behind a bare line feed", request(b"X-Other: a\nTransfer-Encoding: chunked", b"Content-Length: 5",
                                                  body=nothing + hidden))
    add("coding with a foreign name", request(b"Transfer_Encoding: chunked", b"Content-Length: 41",
                                              body=b"x" * 41), only(401))
    for trailer in (b"Content-Length: 5", b"Host: other", b"Authorization: Bearer x", b"X-Other: a"):
        add(f"trailer {trailer!r}", request(chunked, body=b"0\r\n" + trailer + b"\r\n\r\n"))

    # Chunks. What is well-formed is read to its end; the answer is that of a missing token.
    add("chunks", request(chunked, body=b"5\r\nhello\r\n0\r\n\r\n"), only(401))
    add("chunk extension", request(chunked, body=b"5;a=b\r\nhello\r\n0\r\n\r\n"), only(400, 401))
    add("hidden in a chunk", request(chunked, body=b"%x\r\n%s\r\n0\r\n\r\n" % (len(hidden), hidden)), only(401))
    add("hidden in a body", request(b"Content-Length: %d" % len(hidden), body=hidden), only(401))
    for size in (b"-5", b"+5", b"0x5", b"5 x", b"g", b"", b"FFFFFFFFFFFFFFFFF", b"10000000000000005", b" 5", b"\x00"):
        add(f"chunk size {size!r}", request(chunked, body=size + b"\r\nhello\r\n" + nothing + hidden))
    add("chunk of 2^63", request(chunked, body=b"8000000000000000\r\nhello"), only(400, 413))
    add("chunk line ended by a line feed", request(chunked, body=b"5\nhello\r\n0\r\n\r\n" + hidden))
    add("chunk data too long", request(chunked, body=b"5\r\nhello!!\r\n0\r\n\r\n" + hidden))
    add("chunk data ended by a line feed", request(chunked, body=b"5\r\nhello\n0\r\n\r\n" + hidden))
    add("endless chunk extension", request(chunked, body=b"5;" + b"a" * 200_000 + b"\r\nhello\r\n0\r\n\r\n"),
        only(400, 413) | CLOSED)
    add("line feed in a chunk extension", request(chunked, body=b"5;a\nb\r\nhello\r\n0\r\n\r\n" + hidden))

    # The start line.
    for start in (b"GET /healthz", b"GET  /healthz HTTP/1.1", b"GET /healthz  HTTP/1.1", b"GET /healthz HTTP/1.1 ",
                  b"GET\t/healthz\tHTTP/1.1", b"GET /healthz HTTP/2.0", b"GET /healthz HTTP/1.2",
                  b"GET /healthz HTTP/0.9", b"GET /healthz HTTP/1.01", b"GET /healthz http/1.1",
                  b"GET /healthz HTTP/1,1", b"GET /healthz HTTP/11", b"G(T /healthz HTTP/1.1",
                  b" GET /healthz HTTP/1.1",
                  b"GET /he\x00althz HTTP/1.1", b"GET /he\x7falthz HTTP/1.1", b"GET /healthz\r HTTP/1.1",
                  b"GET /a\rb HTTP/1.1", b"\x16\x03\x01\x02\x00\x01\x00\x01"):
        add(f"start {start!r}", request(start=start, body=hidden))
    add("the preface of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00\x00\x12\x04\x00\x00\x00\x00\x00")
    add("absolute target", request(start=b"GET http://localhost:%d/healthz HTTP/1.1" % port), only(200, 400))
    add("absolute target elsewhere", request(start=b"GET http://other/api/v1/me HTTP/1.1"), only(400, 421))
    add("authority target", request(start=b"CONNECT localhost:%d HTTP/1.1" % port), only(400, 405))
    add("options of all", request(start=b"OPTIONS * HTTP/1.1"), only(400, 405))
    for verb in (b"TRACE", b"get", b"PROPFIND", b"X" * 3000):
        add(f"verb {verb[:8]!r}", request(start=verb + b" /api/v1/me HTTP/1.1"), only(400, 405))
    for path in (b"/../etc/passwd", b"/assets/../../etc/passwd", b"/assets/%2e%2e/index.html", b"/%2e%2e/x", b"/%00",
                 b"/api%2fv1/me", b"/%c0%ae%c0%ae/x", b"/a%", b"/a%zz", b"/a\\b", b"/a|b", b"/api/v1/events/%ff",
                 b"/assets/%5c..%5cx", b"/a%0d%0aSet-Cookie:x", b"healthz", b"*", b"?x",
                 b"#/healthz", b"/h\xc3\xa4"):
        add(f"path {path!r}", request(start=b"GET " + path + b" HTTP/1.1"), only(400, 404))
    add("long target", request(start=b"GET /" + b"a" * 20_000 + b" HTTP/1.1"), only(400, 431))
    add("query of blanks and quotes", request(start=b"GET /api/v1/roles?%22'%3C=%00&&&=&a=1 HTTP/1.1"), only(401))

    # Headers.
    add("no host", b"GET /healthz HTTP/1.1\r\n\r\n")
    add("two hosts", request(host, start=b"GET /healthz HTTP/1.1"))
    for other in (b"evil.example", b"localhost", b"localhost:%d.evil.example" % port, b"user@localhost:%d" % port,
                  b"localhost:%d/x" % port, b"", b"localhost:%d, evil" % port, b"[::1"):
        add(f"host {other!r}", b"GET /api/v1/me HTTP/1.1\r\nHost: " + other + b"\r\n\r\n", only(400, 421))
    for line in (b"X-Other", b": a", b"X Other: a", b"X-Oth\x00er: a", b"X-Other: a\x00b", b"X-Other: a\x01b",
                 b"X-Other: a\x7fb", b"X-\xc3\xa4: a", b"X-Other: a\rb", b"X(Other): a", b"X-Other\r\n: a"):
        add(f"header {line!r}", request(line, start=b"GET /healthz HTTP/1.1"))
    add("lines ended by line feeds", request(start=b"GET /healthz HTTP/1.1").replace(b"\r\n", b"\n"))
    add("headers ended by a line feed", b"GET /healthz HTTP/1.1\r\n" + host + b"\n\n" + hidden)
    add("200 headers", request(*(b"X-%d: a" % at for at in range(200)), start=b"GET /healthz HTTP/1.1"), only(200))
    add("5,000 headers", request(*(b"X-%d: a" % at for at in range(5000)), start=b"GET /healthz HTTP/1.1"), only(431))
    add("header of 1 MB", request(b"X-Other: " + b"a" * 1_000_000, start=b"GET /healthz HTTP/1.1"), only(431))
    add("header name of 1 MB", request(b"a" * 1_000_000 + b": a", start=b"GET /healthz HTTP/1.1"), only(431))
    add("token of 15 KB", request(b"Authorization: Bearer " + b"a" * 15_000, start=b"GET /api/v1/me HTTP/1.1"),
        only(401))
    add("two tokens", request(b"Authorization: Bearer a", b"Authorization: Bearer b",
                              start=b"GET /api/v1/me HTTP/1.1"), only(400, 401))
    add("upgrade to HTTP/2", request(b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAMA",
                                     start=b"GET /healthz HTTP/1.1"), only(200))
    add("upgrade to a web socket", request(b"Connection: Upgrade", b"Upgrade: websocket", b"Sec-WebSocket-Key: YQ==",
                                           start=b"GET /healthz HTTP/1.1"), only(200))
    add("unknown expectation", request(b"Expect: wonders", b"Content-Length: 5", body=b"hello"), only(400, 401, 417))
    add("asked first, path unknown", request(b"Expect: 100-continue", b"Content-Length: 5",
                                             start=b"POST /api/nothing HTTP/1.1"), only(404))
    add("asked first, then nothing", request(b"Expect: 100-continue", b"Content-Length: 5"), frozenset({(100,)}))
    add("range of a page", request(b"Range: bytes=0-0,2-3,-1", start=b"GET / HTTP/1.1"), only(200))

    # Bodies.
    add("declared 10 GB", request(b"Content-Length: 10000000000", body=b"a" * 1000), only(413))
    add("declared one byte too much", request(b"Content-Length: 1048577", body=b"a" * 1000), only(413))
    # Without a token nobody gets so far as to be told that it is too much.
    add("body of 2 MB in chunks", request(chunked, body=(b"10000\r\n" + b"a" * 0x10000 + b"\r\n") * 32 + nothing),
        only(401))
    add("large body without a token", request(b"Content-Length: 1000000", body=b"a" * 1000), only(401))
    add("large body to nowhere", request(b"Content-Length: 1000000", start=b"POST /api/nothing HTTP/1.1",
                                         body=b"a" * 1000), only(404))
    add("large body to a page", request(b"Content-Length: 1000000", start=b"POST / HTTP/1.1", body=b"a" * 1000),
        only(405))
    add("body to a page", request(b"Content-Length: 5", start=b"POST / HTTP/1.1", body=b"hello"), only(405))
    add("body of a read", request(b"Content-Length: %d" % len(hidden), start=b"GET /healthz HTTP/1.1", body=hidden),
        only(200, 400))
    add("body of a HEAD", request(b"Content-Length: %d" % len(hidden), start=b"HEAD /healthz HTTP/1.1", body=hidden),
        only(200, 400, 405), heads=True)

    # Requests that end too early.
    add("nothing", b"", CLOSED)
    add("half a start line", b"GET /heal", CLOSED)
    add("half a head", b"GET /healthz HTTP/1.1\r\n" + host + b"\r\n", CLOSED)
    add("half a body", request(b"Content-Length: 100", body=b"hello"), CLOSED)
    add("half a chunk", request(chunked, body=b"64\r\nhello"), CLOSED)
    add("no last chunk", request(chunked, body=b"5\r\nhello\r\n"), CLOSED)
    add("blank lines", b"\r\n" * 10)
    add("noughts", b"\x00" * 5000, only(400, 431))
    add("bytes without an order", bytes((at * 197 + 13) % 256 for at in range(4000)), only(400, 431))

    # What is well-formed keeps the connection, and is answered in order.
    add("two at once", hidden + hidden, frozenset({(200, 200)}))
    add("a body and the next", request(b"Content-Length: 5", body=b"hello") + hidden, frozenset({(401, 200)}))
    add("chunks and the next", request(chunked, body=b"5\r\nhello\r\n0\r\n\r\n") + hidden, frozenset({(401, 200)}))
    add("refused, then the next", request(b"Content-Length: 5", chunked, body=nothing) + hidden)
    add("asks to close, then the next", request(b"Connection: close", start=b"GET /healthz HTTP/1.1") + hidden,
        only(200))
    add("HTTP/1.0, then the next", request(start=b"GET /healthz HTTP/1.0") + hidden, only(200))
    add("300 at once", hidden * 300, frozenset({(200,) * 300}))
    return made
