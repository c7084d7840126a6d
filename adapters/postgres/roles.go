package postgres

import (
	_ "embed"
	"strings"

	"github.com/jackc/pgx/v5"
)

//go:embed roles.sql
var roles string

// Roles is SQL that divides the rights on a schema among three roles without
// login: orderkit_migrate owns what is in it and runs Migrate; orderkit_app is for
// Open: it can change no table and take nothing out of history and journal, and may
// erase people; orderkit_read sees the views for reports, and no personal data. The
// host runs it as a superuser, or as the owner of the schema if that may create
// roles, also again after each migration, and grants the roles to its logins.
func Roles(schema string) string {
	if schema == "" {
		schema = defaultSchema
	}
	name := pgx.Identifier{schema}.Sanitize()
	return strings.NewReplacer("{s}", name, "{q}", literal(name)).Replace(roles)
}
