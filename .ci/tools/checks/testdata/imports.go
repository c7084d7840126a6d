package x

import (
	_ "embed"
	_ "fmt"        // want
	"log"          // want
	"log/slog"     // want
	"math/rand/v2" // want
	"os"           // want
	"strings"
)

var _ = strings.ToLower

var (
	_ = log.Print
	_ = slog.Info
	_ = rand.Int
	_ = os.Exit
)
