package i18n_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orderkit/orderkit/i18n"
)

// pairs reads "Київ Kyiv, Рівне Rivne" with commas between the pairs and an equals
// sign where a name has spaces.
func pairs(text string) [][2]string {
	var list [][2]string
	for _, pair := range strings.Split(text, ",") {
		from, to, spaced := strings.Cut(pair, "=")
		if !spaced {
			from, to, _ = strings.Cut(strings.TrimSpace(pair), " ")
		}
		list = append(list, [2]string{strings.TrimSpace(from), strings.TrimSpace(to)})
	}
	return list
}

// Most of the names are the examples that the law or standard gives itself, or
// the spellings on its country's road signs.
func TestNamesAreWrittenAsTheLawsOfTheirCountriesSay(t *testing.T) {
	for _, c := range []struct {
		name, language string
		in             i18n.Repertoire
		names          string
	}{
		{"Ukrainian, the examples of resolution 55", "uk", i18n.ASCII, `Алушта Alushta, Андрій Andrii, Борщагівка Borshchahivka,
			Борисенко Borysenko, Вінниця Vinnytsia, Володимир Volodymyr, Гадяч Hadiach, Богдан Bohdan, Згурський Zghurskyi,
			Ґалаґан Galagan, Ґорґани Gorgany, Донецьк Donetsk, Дмитро Dmytro, Рівне Rivne, Олег Oleh, Есмань Esman,
			Єнакієве Yenakiieve, Гаєвич Haievych, Короп'є Koropie, Житомир Zhytomyr, Жанна Zhanna, Жежелів Zhezheliv,
			Закарпаття Zakarpattia, Казимирчук Kazymyrchuk, Медвин Medvyn, Михайленко Mykhailenko, Іванків Ivankiv,
			Іващенко Ivashchenko, Їжакевич Yizhakevych, Кадиївка Kadyivka, Мар'їне Marine, Йосипівка Yosypivka, Стрий Stryi,
			Олексій Oleksii, Київ Kyiv, Коваленко Kovalenko, Лебедин Lebedyn, Леонід Leonid, Миколаїв Mykolaiv, Маринич Marynych,
			Ніжин Nizhyn, Наталія Nataliia, Одеса Odesa, Онищенко Onyshchenko, Полтава Poltava, Петро Petro,
			Решетилівка Reshetylivka, Рибчинський Rybchynskyi, Суми Sumy, Соломія Solomiia, Тернопіль Ternopil, Троць Trots,
			Ужгород Uzhhorod, Уляна Uliana, Фастів Fastiv, Філіпчук Filipchuk, Харків Kharkiv, Христина Khrystyna,
			Біла Церква = Bila Tserkva, Стеценко Stetsenko, Чернівці Chernivtsi, Шевченко Shevchenko, Шостка Shostka,
			Кишеньки Kyshenky, Щербухи Shcherbukhy, Гоща Hoshcha, Гаращенко Harashchenko, Юрій Yurii, Корюківка Koriukivka,
			Яготин Yahotyn, Ярошенко Yaroshenko, Костянтин Kostiantyn, Знам'янка Znamianka, Феодосія Feodosiia,
			Згорани Zghorany, Розгон Rozghon, Знам’янка Znamianka, ЗГОРАНИ ZGHORANY, Івано-Франківськ Ivano-Frankivsk`},
		{"Russian, as in passports", "ru", i18n.ASCII, `Москва Moskva, Санкт-Петербург Sankt-Peterburg, Ярославль Iaroslavl, Королёв Korolev,
			Щёлково Shchelkovo, Йошкар-Ола Ioshkar-Ola, Южно-Сахалинск Iuzhno-Sakhalinsk, Подъячев Podieiachev, Выборг Vyborg,
			Элиста Elista, Харьков Kharkov, Цимлянск Tsimliansk, Чехов Chekhov, Ёлкин Elkin, ЩЁЛКОВО SHCHELKOVO`},
		{"Cyrillic of no known language", "", i18n.ASCII, `Москва Moskva, Юлия Iuliia, Їжак Izhak`},
		{"Bulgarian, the Transliteration Act", "bg", i18n.ASCII, `София Sofia, София-Град Sofia-Grad, България Bulgaria, Стара Загора = Stara Zagora,
			Велико Търново = Veliko Tarnovo, Кърджали Kardzhali, Търговище Targovishte, Ямбол Yambol, Благоевград Blagoevgrad,
			Пазарджик Pazardzhik, Кюстендил Kyustendil, Хасково Haskovo, Айтос Aytos, Шофьор Shofyor, СОФИЯ SOFIA, Юлиян Yuliyan`},
		{"Serbian in its own Latin letters", "sr", i18n.LatinScript, `Београд Beograd, Ниш Niš, Чачак Čačak, Ђаковица Đakovica, Његош Njegoš,
			Љубовија Ljubovija, Џеп Džep, Ћуприја Ćuprija, Шабац Šabac, ЉИГ LJIG, Пожаревац Požarevac, Београд (Beograd) = Beograd (Beograd)`},
		{"Serbian in ASCII", "sr", i18n.ASCII, `Чачак Cacak, Ђаковица Dakovica, Његош Njegos, Џеп Dzep, ЏЕП DZEP`},
		{"Macedonian", "mk", i18n.ASCII, `Скопје Skopje, Охрид Ohrid, Куманово Kumanovo, Кичево Kichevo, Штип Shtip, Ѓорче Петров = Gjorche Petrov,
			Ќустендил Kjustendil, Виница Vinica, Џепчиште Djepchishte, Пехчево Pehchevo, Ѕвездан Dzvezdan`},
		{"Belarusian, the instruction of 2007", "be", i18n.LatinScript, `Мінск Minsk, Гомель Homieĺ, Магілёў Mahilioŭ, Віцебск Viciebsk, Брэст Brest,
			Гродна Hrodna, Баранавічы Baranavičy, Бабруйск Babrujsk, Орша Orša, Паўднёвы Paŭdniovy, Ельск Jeĺsk, Аршанскі Aršanski,
			Чачэрск Čačersk, Хойнікі Chojniki, Юрацішкі Juraciški, Полацк Polack`},
		{"Belarusian in ASCII", "be", i18n.ASCII, `Магілёў Mahiliou, Гомель Homiel, Баранавічы Baranavicy`},
		{"Greek, ELOT 743", "el", i18n.ASCII, `Αθήνα Athina, Θεσσαλονίκη Thessaloniki, Πειραιάς Peiraias, Ηράκλειο Irakleio, Ναύπλιο Nafplio,
			Εύβοια Evvoia, Λαύριο Lavrio, Αυλώνας Avlonas, Λευκάδα Lefkada, Ευρώπη Evropi, Αγγελόκαστρο Angelokastro,
			Αλεξανδρούπολη Alexandroupoli, Ξάνθη Xanthi, Ψυχικό Psychiko, Χανιά Chania, Μπουρνάζι Bournazi, Λάμπρου Lamprou,
			Κέρκυρα Kerkyra, Γκύζη Gkyzi, Αγχίαλος Anchialos, Σφίγξ Sfinx, Άυλος Aylos, Μαΐου Maiou, Ταΰγετος Taygetos, Ντόρα Ntora,
			ΑΘΗΝΑ ATHINA, ΘΕΣΣΑΛΟΝΙΚΗ THESSALONIKI, Παπαδοπούλου Papadopoulou, Ζαχαρέας Zachareas, Εὐαγγελία Evangelia, Ἀθῆναι Athinai`},
		{"Georgian, the national system", "ka", i18n.ASCII, `თბილისი Tbilisi, ქუთაისი Kutaisi, ბათუმი Batumi, მცხეთა Mtskheta, ფოთი Poti, ზუგდიდი Zugdidi,
			კახეთი Kakheti, ჭიათურა Chiatura, რუსთაველის გამზირი = Rustavelis Gamziri, ᲗᲑᲘᲚᲘᲡᲘ TBILISI, სოხუმი Sokhumi, ღვინო Ghvino`},
		{"German", "de", i18n.ASCII, `Müllerstraße Muellerstrasse, Ärztehof Aerztehof, ÖSTERREICH OESTERREICH, GROẞ GROSS, GROß GROSS, Ünsal Uensal, Köln Koeln`},
		{"Austrian and Swiss", "de-AT", i18n.ASCII, `Österreich Oesterreich, Straße Strasse`},
		{"Danish and Norwegian, as in passports", "da", i18n.ASCII, `Ærø Aeroe, Aarhus Aarhus, Ålborg Aalborg, ØSTERBRO OESTERBRO, Østergård Oestergaard`},
		{"Norwegian", "nb", i18n.ASCII, `Tromsø Tromsoe, Ålesund Aalesund`},
		{"Swedish, as in passports", "sv", i18n.ASCII, `Malmö Malmoe, Västerås Vaesteraas, Åre Aare`},
		{"Icelandic", "is", i18n.ASCII, `Þingvellir Thingvellir, Hafnarfjörður Hafnarfjoerdur, Ísafjörður Isafjoerdur, ÞÓR THOR`},
		{"Turkish", "tr", i18n.ASCII, `İstanbul Istanbul, Beyoğlu Beyoglu, Işık Isik, Şişli Sisli, Çankaya Cankaya, Üsküdar Uskudar, Ölüdeniz Oludeniz`},
		{"Polish", "pl", i18n.ASCII, `Łódź Lodz, Wrocław Wroclaw, Świętochłowice Swietochlowice, Żory Zory, ŁÓDŹ LODZ`},
		{"Romanian", "ro", i18n.ASCII, `București Bucuresti, Timișoara Timisoara, Iași Iasi, Constanța Constanta, Târgu Mureș = Targu Mures`},
		{"Croatian", "hr", i18n.ASCII, `Đakovo Dakovo, Šibenik Sibenik, Čakovec Cakovec, Ćićarija Cicarija, Požega Pozega`},
		{"Vietnamese", "vi", i18n.ASCII, `Hà Nội = Ha Noi, Đà Nẵng = Da Nang, Thành phố Hồ Chí Minh = Thanh pho Ho Chi Minh, Nguyễn Nguyen, Trường Truong`},
		{"Hungarian", "hu", i18n.ASCII, `Győr Gyor, Székesfehérvár Szekesfehervar, Kőszeg Koszeg, Üllő Ullo`},
		{"French", "fr", i18n.ASCII, `Cœur Coeur, Noël Noel, L’Haÿ-les-Roses L'Hay-les-Roses, Saint-Étienne Saint-Etienne, ŒUVRE OEUVRE`},
		{"Maltese, Sami, Azeri, Catalan", "", i18n.ASCII, `Ħamrun Hamrun, Kárášjohka Karasjohka, Ŋoarvi Noarvi, Gəncə Gence, Sant Marçal = Sant Marcal, paraŀlel parallel`},
		{"Latin-1 keeps what it has", "pl", i18n.Latin1, `Łódź Lódz, Müller Müller, Čapek Capek`},
		{"signs", "", i18n.ASCII, `№ 5=No 5, 3½=3 1/2, 5² 5 2, ½5=1/2 5, «Rose»="Rose", a–b a-b, Ａ１ A1, 3º 3o, ﬁn fin, ٤٢ 42, １２３ 123, ㎏ kg, O’Neill O'Neill, A★B=A B, ★ A = A`},
		{"Latin letters stay where there are Latin letters", "uk", i18n.LatinScript, `Київ Łódź = Kyiv Łódź, São Tomé ½ = São Tomé ½, ４２ 42`},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, pair := range pairs(c.names) {
				got, issues := i18n.Latin(pair[0], c.language, c.in)
				assert.Equal(t, pair[1], got, pair[0])
				assert.Equal(t, pair[0] != pair[1], len(issues) > 0, "a change is said: %s", pair[0])
				assert.True(t, c.in.Holds(got), got)
			}
		})
	}
}

func TestWhatLettersDoNotSayIsAsked(t *testing.T) {
	for _, c := range []struct{ name, in, language, script string }{
		{"Han", "東京都", "ja", "Han"},
		{"Han in Chinese", "北京市", "zh", "Han"},
		{"kana", "さくら", "ja", "Hiragana"},
		{"Hangul, though one romanization is official", "서울특별시", "ko", "Hangul"},
		{"Arabic", "شارع التحرير", "ar", "Arabic"},
		{"Hebrew", "שדרות רוטשילד", "he", "Hebrew"},
		{"Thai", "ถนนสุขุมวิท", "th", "Thai"},
		{"Hindi", "राज्य मार्ग", "hi", "Devanagari"},
		{"Armenian", "Երևան", "hy", "Armenian"},
		{"letters of Kazakh", "Қарағанды", "kk", "Cyrillic"},
		{"letters of Mongolian", "Өмнөговь", "mn", "Cyrillic"},
		{"a gaiji", "A \uE001", "ja", "private or unknown characters"},
		{"a letter in a circle", "㊗", "ja", "Han"},
		{"a letter beside Latin", "Tower 東", "ja", "Han"},
		{"phonetic letters", "ɐbc", "", "Latin"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, in := range []i18n.Repertoire{i18n.LatinScript, i18n.Latin1, i18n.ASCII} {
				if in.Holds(c.in) {
					continue
				}
				got, issues := i18n.Latin(c.in, c.language, in)
				assert.Empty(t, got, "nothing is printed in part")
				require.Len(t, issues, 1)
				assert.Equal(t, i18n.CodeLatinNeeded, issues[0].Code)
				assert.Equal(t, i18n.Error, issues[0].Severity)
				assert.Contains(t, issues[0].Detail, c.script)
			}
		})
	}
	_, issues := i18n.Latin("Київ, дім 東京, ソ", "uk", i18n.ASCII)
	assert.Equal(t, strings.Index("Київ, дім 東京", "東"), issues[0].At)
	assert.Contains(t, issues[0].Detail, "Han, Katakana")
}

func TestTheRulesOfALanguageHaveItsWholeAlphabet(t *testing.T) {
	for _, c := range []struct{ language, source, alphabet string }{
		{"uk", "resolution 55", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"},
		{"bg", "Transliteration Act", "абвгдежзийклмнопрстуфхцчшщъьюя"},
		{"be", "Belarus", "абвгдеёжзійклмнопрстуўфхцчшыьэюя"},
		{"sr", "Serbian Latin alphabet", "абвгдђежзијклљмнњопрстћуфхцчџш"},
		{"bs", "Serbian Latin alphabet", "абвгдђежзијклљмнњопрстћуфхцчџш"},
		{"ru", "ICAO", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"},
		{"el", "ELOT 743", "αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώ"},
		{"ka", "Georgia", "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ"},
	} {
		for _, letter := range c.alphabet {
			for _, text := range []string{string(letter), strings.ToUpper(string(letter)), "п" + string(letter) + "п"} {
				if c.language == "el" || c.language == "ka" {
					text = strings.Trim(text, "п")
				}
				_, issues := i18n.Latin(text, c.language, i18n.LatinScript)
				require.Len(t, issues, 1, text)
				assert.Equal(t, i18n.CodeTransliterated, issues[0].Code, text)
				assert.Contains(t, issues[0].Detail, c.source, text)
				assert.NotContains(t, strings.TrimPrefix(issues[0].Detail, "written in Latin letters by "+c.source), "ICAO", text)
			}
		}
	}
	_, issues := i18n.Latin("Ёлка", "uk", i18n.ASCII)
	assert.Contains(t, issues[0].Detail, "ICAO", "a letter that the language lacks is written as anywhere")
}

func TestLatinSaysWhatItDid(t *testing.T) {
	_, issues := i18n.Latin("12 Київ", "uk", i18n.ASCII)
	assert.Equal(t, []i18n.Issue{{Code: i18n.CodeTransliterated, Severity: i18n.Warning, At: 3,
		Detail: "written in Latin letters by Cabinet of Ministers of Ukraine, resolution 55 of 27 January 2010"}}, issues)
	_, issues = i18n.Latin("a ★ é", "", i18n.ASCII)
	assert.Equal(t, []string{i18n.CodeTransliterated, i18n.CodeSymbolRemoved}, codes(issues))
	assert.Equal(t, []i18n.Severity{i18n.Info, i18n.Info}, []i18n.Severity{issues[0].Severity, issues[1].Severity})
	assert.Equal(t, []int{6, 2}, []int{issues[0].At, issues[1].At})
	for _, text := range []string{"", "plain", "東京"} {
		got, issues := i18n.Latin(text, "ja", i18n.EveryScript)
		assert.Equal(t, text, got)
		assert.Empty(t, issues)
	}
}

// latinHolds checks what every result of Latin must be.
func latinHolds(t *testing.T, in, lang string, p i18n.Repertoire) {
	t.Helper()
	out, issues := i18n.Latin(in, lang, p)
	require.True(t, p.Holds(out), "only what the repertoire has: %+q -> %+q", in, out)
	if i18n.HasErrors(issues) {
		require.Empty(t, out)
		require.Equal(t, []string{i18n.CodeLatinNeeded}, codes(issues))
		return
	}
	if strings.Join(strings.Fields(in), "") != strings.Join(strings.Fields(out), "") {
		require.NotEmpty(t, issues, "a change is said: %+q -> %+q", in, out)
	}
	for _, issue := range issues {
		require.True(t, issue.At >= 0 && issue.At < len(in), "position within the text")
	}
	again, later := i18n.Latin(out, lang, p)
	require.Equal(t, out, again, "writing twice is writing once")
	require.Empty(t, later)
}

func TestNoLetterIsLostInLatin(t *testing.T) {
	left := "ЬьЪъ" // what the rules of some language leave out
	written := 0
	for r := rune(0x80); r <= unicode.MaxRune; r++ {
		if r >= 0x30000 && r < 0xE0000 || r >= 0xE2000 || r >= 0xAC00 && r < 0xF900 || r >= 0x4F00 && r < 0x9E00 || r >= 0x20000 && r < 0x2F800 {
			continue // rows that are all alike
		}
		for _, p := range []i18n.Repertoire{i18n.ASCII, i18n.Latin1, i18n.LatinScript} {
			out, issues := i18n.Latin("x"+string(r)+"z", "", p)
			if i18n.HasErrors(issues) {
				continue
			}
			if !p.Holds(out) {
				t.Fatalf("%U: %+q", r, out)
			}
			if unicode.IsLetter(r) || unicode.IsNumber(r) {
				written++
				if len(out) < 3 && !strings.ContainsRune(left, r) {
					t.Fatalf("%U: lost in %q", r, out)
				}
			}
		}
	}
	assert.Greater(t, written, 5000)
}

func FuzzLatin(f *testing.F) {
	for _, seed := range []string{"", "Київ", "Знам’янка", "ΑΎΛΟΣ", "東京 ★ Tower", "½ⅷ①", "ЩÄß\u0301", "თბილისი", "\uFB01", "a\u200Db"} {
		f.Add(seed, "uk")
		f.Add(seed, "de")
	}
	f.Fuzz(func(t *testing.T, in, lang string) {
		clean, _ := i18n.Clean(in, i18n.Options{})
		for _, p := range []i18n.Repertoire{i18n.EveryScript, i18n.LatinScript, i18n.Latin1, i18n.ASCII} {
			latinHolds(t, clean, lang, p)
		}
	})
}
