// Verifies tlog-proofs and published folders with golang.org/x/mod/sumdb, which knows nothing of
// this project.
//
//	verify proof FILE VERIFIER ORIGIN
//	verify folder FOLDER VERIFIER ORIGIN INDEX RECORD
//
// Ends with 0 if it is proven, with 1 and a word on standard error if not.
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func fail(what string) { must(fmt.Errorf("%s", what)) }

// head opens a checkpoint: its signature is verified by the package.
func head(text []byte, verifier, origin string) tlog.Tree {
	v, err := note.NewVerifier(verifier)
	must(err)
	n, err := note.Open(text, note.VerifierList(v))
	must(err)
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		fail("a checkpoint has three lines")
	}
	if lines[0] != origin {
		fail("another origin")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	return tlog.Tree{N: size, Hash: root}
}

func proof(file, verifier, origin string) {
	bytes, err := os.ReadFile(file)
	must(err)
	text := string(bytes)
	end := strings.Index(text, "\n\n")
	if end < 0 {
		fail("no checkpoint")
	}
	lines := strings.Split(text[:end], "\n")
	if len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		fail("no tlog-proof")
	}
	record, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	must(err)
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	must(err)
	var path tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		must(err)
		path = append(path, hash)
	}
	tree := head([]byte(text[end+2:]), verifier, origin)
	must(tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash(record)))
}

// tiles reads them as C2SP tlog-tiles lays them out.
type tiles struct{ folder string }

func (t tiles) Height() int                     { return 8 }
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t tiles) ReadTiles(list []tlog.Tile) (data [][]byte, err error) {
	for _, tile := range list {
		name := fmt.Sprintf("%03d", tile.N%1000)
		for n := tile.N / 1000; n > 0; n /= 1000 {
			name = fmt.Sprintf("x%03d/%s", n%1000, name)
		}
		if tile.W != 256 {
			name += fmt.Sprintf(".p/%d", tile.W)
		}
		bytes, err := os.ReadFile(filepath.Join(t.folder, "tile", strconv.Itoa(tile.L), name))
		if err != nil {
			return nil, err
		}
		data = append(data, bytes)
	}
	return data, nil
}

// folder makes a proof from the published tiles alone, and checks it.
func folder(name, verifier, origin, number, file string) {
	text, err := os.ReadFile(filepath.Join(name, "checkpoint"))
	must(err)
	tree := head(text, verifier, origin)
	index, err := strconv.ParseInt(number, 10, 64)
	must(err)
	record, err := os.ReadFile(file)
	must(err)
	path, err := tlog.ProveRecord(tree.N, index, tlog.TileHashReader(tree, tiles{name}))
	must(err)
	must(tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash(record)))
}

func main() {
	switch {
	case len(os.Args) == 5 && os.Args[1] == "proof":
		proof(os.Args[2], os.Args[3], os.Args[4])
	case len(os.Args) == 7 && os.Args[1] == "folder":
		folder(os.Args[2], os.Args[3], os.Args[4], os.Args[5], os.Args[6])
	default:
		fail("usage: verify proof FILE VERIFIER ORIGIN | verify folder FOLDER VERIFIER ORIGIN INDEX RECORD")
	}
}
