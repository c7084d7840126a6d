package order

import (
	"time"

	"github.com/orderkit/orderkit/currency"
)

// Notice is an outside event: what a webhook of a gateway or carrier says. It is
// stored first, by provider and ID, and applied once, whenever it arrives and in
// whatever order.
type Notice struct {
	Provider string `json:"provider"` // the name of the gateway or carrier in Config; "" is the default one
	ID       string `json:"id"`       // the provider's event ID
	// Kind is one of the Notice constants, or the name of an action that the
	// workflow opens to webhooks.
	Kind string `json:"kind"`
	// Order, Key, Ref: at least one finds the order. Key is the key of the call
	// that the event answers: give it whenever the provider returns your metadata.
	// Ref is the provider's reference of this one movement, as the port returned it
	// in its Receipt: the capture's or refund's, not the payment's.
	Order string `json:"order,omitempty"`
	Key   string `json:"key,omitempty"`
	Ref   string `json:"ref,omitempty"`
	// Parent is the authorization or charge that Ref belongs to, if Ref is new.
	Parent string          `json:"parent,omitempty"`
	Amount currency.Amount `json:"amount,omitzero"`
	// Settled is what it credits or debits in the shop's own currency, if known.
	Settled currency.Amount `json:"settled,omitzero"`
	At      time.Time       `json:"at,omitzero"`
	// Reason goes into the history: no personal data.
	Reason string `json:"reason,omitempty"`
}

// The kinds of notices about payments, in the order in which money moves.
const (
	NoticeAuthorized = "authorized"
	NoticeCaptured   = "captured"
	NoticeVoided     = "voided"
	NoticeRefunded   = "refunded"
	NoticeChargeback = "chargeback"
	// NoticeFailed says that the call with this Key or Ref will not happen.
	NoticeFailed = "failed"
)
