package x

func init() {} // want

type thing struct{}

func (thing) init() {}

func initial() { thing{}.init() }

var _ = initial
