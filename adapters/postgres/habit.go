package postgres

// habit learns whether something that costs a little turns out well. It is done as long
// as it mostly does; else one time in so many, to find out whether it does again.
type habit struct {
	wrong int // how much oftener of late it was wrong than right, up to mostWrong
	asked int
}

const (
	mostWrong = 16
	probe     = 16
)

// likely reports whether it is time to do it.
func (h *habit) likely() bool {
	h.asked++
	return h.wrong <= mostWrong/2 || h.asked%probe == 0
}

// learn takes in how it turned out.
func (h *habit) learn(right bool) {
	if right {
		h.wrong = max(h.wrong-1, 0)
	} else {
		h.wrong = min(h.wrong+1, mostWrong)
	}
}
