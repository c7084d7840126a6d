package i18n

// Address is where a parcel or a letter goes, in the script of the place. It is
// a value: its methods return copies and change nothing.
type Address struct {
	// Name is the person.
	Name string `json:"name,omitempty"`
	// Organisation is the company or institution.
	Organisation string `json:"organisation,omitempty"`
	// Lines are the street, the building and the flat, as the customer wrote
	// them, most lines needing only one.
	Lines []string `json:"lines,omitempty"`
	// Sublocality is the quarter, village or neighbourhood, where one is written.
	Sublocality string `json:"sublocality,omitempty"`
	// Locality is the town.
	Locality string `json:"locality,omitempty"`
	// Region is the state, province, prefecture or county: its code or its name.
	Region string `json:"region,omitempty"`
	// PostalCode is the postal code as written; see NormalPostalCode.
	PostalCode string `json:"postalCode,omitempty"`
	// SortingCode is France's CEDEX and its like.
	SortingCode string `json:"sortingCode,omitempty"`
	// Country is the ISO 3166-1 alpha-2 code.
	Country string `json:"country,omitempty"`
	// Phone is how the carrier reaches the person.
	Phone string `json:"phone,omitempty"`
	// Language is the BCP 47 tag of the language the address is written in.
	Language string `json:"language,omitempty"`
	// Latin is the same address in Latin letters, filled in by the customer or
	// the merchant: never by a machine, which would spell people wrongly (what one
	// can do is InLatin). Its own Latin is not looked at, and its empty Country
	// means the same country.
	Latin *Address `json:"latin,omitempty"`
}
