/** What ends as if it had been killed, once it has said so. */
process.send?.({ file: `begun by ${process.argv[3]}` }, () => process.exit(3))
