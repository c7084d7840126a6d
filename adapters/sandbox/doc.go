// Package sandbox is a payment provider and a carrier that exist only to be
// tested against: an http.Handler with ledgers of its own, and the adapters that
// call it.
//
// # Goals
//
// A provider's test mode answers what it likes when it likes; a mock of its HTTP
// interface checks shapes, not behaviour: the same key twice makes two payments.
// The sandbox behaves. It keeps keys and replays their answers, refuses a key that
// comes with other parameters, forgets keys when their life is over, captures in
// parts, declines cards, sends the customer away to confirm, loses answers before
// and after the effect, and sends signed webhooks twice, late, out of order or
// never. What really happened is in its ledger, which no test writes to, so that
// an order can be compared with it to the cent.
//
//	server := sandbox.New(sandbox.Config{Secret: "s3cret", Hooks: "http://localhost:8080/hooks"})
//	go http.ListenAndServe("localhost:9090", server)
//
//	gateway := sandbox.Gateway{URL: "http://localhost:9090", Secret: "s3cret"}
//	carrier := sandbox.Carrier{URL: "http://localhost:9090", Secret: "s3cret"}
//
// # Faults
//
// A fault is switched on for everybody with Server.Fail or POST /v1/faults, for
// one request with the header Sandbox-Fault, and for all that one client does
// with its URL: http://localhost:9090/fault/lost answers nothing that it did.
//
//	unavailable  503, nothing done, and the key is not kept: try again
//	limited      429, the same
//	declined     402, final
//	dropped      no answer, nothing done
//	lost         no answer, done
//	broken       500, nothing done, and the key keeps this answer
//	stuck        500, done, and the key keeps this answer
//	slow         done, and answered after Delay
//	forgotten    done and answered, but the key is not kept
//	lagging      done and answered, but lookups find it after Delay only
//
// A payment with ConfirmToken is answered 202 and waits for its customer; one with
// DeclinedToken is declined. For webhooks (On "webhook"): twice, late (by Delay), swapped (after the next
// one), never, forged (a wrong signature).
//
// # The interface
//
// Requests and answers are JSON, amounts {"amount":"12.34","currency":"EUR"}.
// A request carries "Authorization: Bearer SECRET", if there is one, and, where
// it changes something, an Idempotency-Key.
//
//	POST /v1/payments               order, amount, token, capture   -> a movement
//	POST /v1/payments/{id}/capture  amount                          -> a movement
//	POST /v1/payments/{id}/void     amount; 0 is all that is left   -> a movement
//	POST /v1/payments/{id}/refund   amount                          -> a movement
//	POST /v1/payments/{id}/confirm  what a customer does; {"refuse":true} for a no
//	POST /v1/payments/{id}/dispute  amount                          -> a movement
//	POST /v1/parcels                a parcel                        -> a movement
//	POST /v1/parcels/{id}/cancel    goods; none is all              -> a movement
//	POST /v1/parcels/{id}/scan      {"kind":"deliver"}: a webhook of that kind
//	GET  /v1/movements?key=KEY      what the key came to, 404 if nothing
//	GET  /v1/ledger?order=ID        payments and parcels; all without an order
//	POST /v1/faults                 a Fault
//	DELETE /v1/faults               no more faults
//
// # Guarantees
//
//   - An effect is done completely or not at all, under one lock; whatever is
//     answered, the ledger says what happened.
//   - The same key with the same request within its life has one effect, however
//     many ask at once.
//   - Nothing is random: faults come as they were asked for.
//
// # Not here
//
// Real money. Persistence: the ledgers end with the process. The wire formats of
// real providers.
package sandbox
