package postgres

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"github.com/jackc/pgx/v5"
)

// The schema's steps, in order of their names. A step that was released never
// changes.
//
//go:embed schema/*.sql
var steps embed.FS

func files() []string {
	names, _ := fs.Glob(steps, "schema/*.sql") // the pattern is sound
	return names
}

func newest() int { return len(files()) }

// Migrate makes the schema, or brings it to the newest step, by running Script.
// It may run twice, in many processes at once, and be interrupted anywhere: it
// is one transaction. A schema made by a newer version is refused and left alone.
func Migrate(ctx context.Context, url string, cfg Config) error {
	if err := cfg.defaults(); err != nil {
		return err
	}
	pc, err := cfg.pool(url)
	if err != nil {
		return err
	}
	conn, err := connect(ctx, pc)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.PgConn().Exec(ctx, Script(cfg.Schema)).ReadAll(); err != nil {
		return fmt.Errorf("migrate schema %s: %w", cfg.Schema, err)
	}
	return nil
}

// Script is what Migrate runs, for hosts that give SQL to somebody else to run:
// one transaction, from BEGIN to COMMIT, that may run on any state of the schema.
func Script(schema string) string {
	if schema == "" {
		schema = defaultSchema
	}
	return strings.Join(statements(schema), ";\n\n") + ";\n"
}

func statements(schema string) []string {
	name := pgx.Identifier{schema}.Sanitize()
	all := []string{
		"BEGIN",
		"SELECT pg_advisory_xact_lock(hashtextextended('orderkit ' || " + literal(schema) + ", 0))",
		"DO " + literal(fmt.Sprintf(`BEGIN
	IF current_setting('server_encoding') <> 'UTF8' THEN
		RAISE 'the database keeps text as %%, not as UTF8; nothing was changed', current_setting('server_encoding');
	END IF;
	IF to_regnamespace(%[2]s) IS NULL THEN CREATE SCHEMA %[1]s; END IF;
	IF to_regclass(%[3]s) IS NULL THEN
		CREATE TABLE %[1]s.schema_state (version int NOT NULL);
		INSERT INTO %[1]s.schema_state VALUES (0);
		CREATE TABLE %[1]s.words (version int PRIMARY KEY, words bytea NOT NULL);
	END IF;
	IF (SELECT version FROM %[1]s.schema_state) > %[4]d THEN
		RAISE 'the schema is at step %%, made by a newer version of this package, which knows steps up to %[4]d; nothing was changed', (SELECT version FROM %[1]s.schema_state);
	END IF;
END`, name, literal(name), literal(name+".schema_state"), newest())),
		"SET LOCAL search_path = " + name,
	}
	for i, file := range files() {
		text, _ := steps.ReadFile(file) // it is embedded
		all = append(all, fmt.Sprintf("-- %[1]s\nDO $do$ BEGIN IF (SELECT version FROM schema_state) < %[2]d THEN EXECUTE $step$\n%[3]s$step$;\nUPDATE schema_state SET version = %[2]d; END IF; END $do$",
			file, i+1, text))
	}
	return append(all,
		fmt.Sprintf("-- What squeezed texts refer to.\nINSERT INTO words VALUES (%d, convert_to(%s, 'UTF8')) ON CONFLICT DO NOTHING", wordsVersion, literal(words)),
		`-- A dump that was restored holds transaction numbers of another server: the ones
-- here go on behind them.
SELECT shift_to(m.xid - `+txid("pg_current_xact_id()")+`) FROM (SELECT max(xid) AS xid FROM log) m
	WHERE m.xid >= shift() + `+txid("pg_snapshot_xmax(pg_current_snapshot())"),
		"COMMIT")
}

func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
