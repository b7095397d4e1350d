//! The reports of every unit and period: most in time, some late, some never.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{
    narratives::{self, Period},
    people::{head, officer, standing_officer},
    story::{Story, Timeline, day, later},
    units::{self, Unit},
};

/// How a report went.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Nobody wrote it.
    Never,
    Draft,
    Submitted,
    /// Returned, and not mended yet.
    Returned,
    /// Returned, mended and accepted.
    Mended,
    Accepted,
    /// Accepted, and locked once the province's report was issued.
    Locked,
    /// Accepted, and supplemented by a second edition.
    Supplemented,
    /// The duty was waived.
    Waived,
}

/// A period with what usually becomes of its reports, and of whom something else is to be told.
struct Round {
    period: &'static Period,
    due: &'static str,
    usual: Way,
    /// The days before the due day on which most submit; some do so after it.
    late: &'static [&'static str],
    others: &'static [(Way, &'static [&'static str])],
}

const ROUNDS: &[Round] = &[
    Round {
        period: &narratives::THIRD_QUARTER,
        due: "2021-10-05",
        usual: Way::Locked,
        late: &["TPTV", "SXD", "HND", "BQLKKT", "CTN", "TXDH"],
        others: &[(Way::Never, &["HKH", "XSKT"]), (Way::Waived, &["SYT"]), (Way::Mended, &["CT", "SVHTTDL"])],
    },
    Round {
        period: &narratives::FOURTH_QUARTER,
        due: "2021-12-20",
        usual: Way::Accepted,
        late: &["DH", "STP", "BĐTV", "HCCB", "BQLKKT"],
        others: &[
            (Way::Never, &["HKH", "KBNN", "LMHTX"]),
            (Way::Submitted, &["BHXH", "HCTĐ"]),
            (Way::Returned, &["SXD", "XSKT"]),
            (Way::Mended, &["CK", "VNPT"]),
            (Way::Supplemented, &["SGTVT"]),
        ],
    },
    Round {
        period: &narratives::PRELIMINARY,
        due: "2021-12-25",
        usual: Way::Accepted,
        late: &["SCT", "TCU", "CTTV", "TXDH"],
        others: &[
            (Way::Never, &["HKH", "XSKT", "VPTU", "HCTĐ"]),
            (Way::Submitted, &["BĐTV", "HCCB", "DH"]),
            (Way::Returned, &["BQLKKT"]),
        ],
    },
    Round {
        period: &narratives::FIRST_QUARTER,
        due: "2022-04-05",
        usual: Way::Accepted,
        late: &["SKHCN", "CT", "LĐLĐ"],
        others: &[
            (
                Way::Never,
                &["HKH", "XSKT", "VPTU", "KBNN", "LMHTX", "CK", "TXDH", "BQLKKT", "SXD", "HCCB", "BTCTU", "CTN"],
            ),
            (Way::Draft, &["SVHTTDL", "DH", "HND", "BĐTV", "TTT", "BĐBP"]),
            (Way::Submitted, &["SNNPTNT", "TCU", "STC", "CTTV", "UBMTTQ", "VNPT", "BCHQS", "SLĐTBXH", "TĐTN", "ĐHTV"]),
            (Way::Returned, &["STNMT", "HCTĐ"]),
        ],
    },
];

/// Units that attach a table to their reports.
const WITH_TABLES: &[&str] = &["SGTVT", "SYT", "CL"];

const TABLE: &str = "Chỉ tiêu,Đơn vị tính,Kế hoạch,Thực hiện\nCông trình hoàn thành,công trình,4,3\nNgười tham gia,lượt người,1200,1385\n";

const NOT_ENOUGH: &str =
    "Báo cáo chưa nêu kết quả thực hiện chỉ tiêu của công trình đã đăng ký; đề nghị bổ sung số liệu.";
const WAIVED: &str = "Đơn vị tập trung toàn lực cho công tác phòng, chống dịch Covid-19 trong quý III/2021; số liệu lấy từ báo cáo hằng ngày.";

/// All of them.
pub(super) fn tell(timeline: &mut Timeline) {
    for round in ROUNDS {
        for (index, unit) in (0..).zip(units::all()) {
            let key = format!("report:{}:{}", unit.abbreviation, round.period.code);
            Telling { story: timeline.story(), round, unit, index, key }.tell();
        }
    }
}

struct Telling<'a> {
    story: Story<'a>,
    round: &'static Round,
    unit: &'static Unit,
    index: i64,
    key: String,
}

impl Telling<'_> {
    fn way(&self) -> Way {
        let told = self.round.others.iter().find(|(_, units)| units.contains(&self.unit.abbreviation));
        told.map_or(self.round.usual, |(way, _)| *way)
    }

    /// The day it is submitted: up to a week before it is due, or up to two after it.
    fn submitted_on(&self) -> NaiveDate {
        let due = day(self.round.due);
        let days =
            if self.round.late.contains(&self.unit.abbreviation) { 3 + self.index % 9 } else { -7 + self.index % 5 };
        later(due, days)
    }

    fn tell(mut self) {
        let (way, submitted) = (self.way(), self.submitted_on());
        match way {
            Way::Never => return,
            Way::Waived => return self.waive(submitted),
            _ => {}
        }
        let drafted = later(submitted, -3).min(submitted);
        let input = narratives::report(self.unit, self.round.period, self.index, &self.owed());
        self.story.make(self.key.clone(), drafted, officer(self.unit), "createReport", input);
        if WITH_TABLES.contains(&self.unit.abbreviation) {
            let name = format!("Số liệu {}.csv", self.round.period.code.replace('/', "-"));
            let input = json!({ "owner": format!("@{}", self.key), "name": name, "file": TABLE });
            self.story.act(drafted, officer(self.unit), "attachFile", input);
        }
        if way == Way::Draft {
            return;
        }
        self.story.act(submitted, head(self.unit), "submitReport", self.it());
        match way {
            Way::Returned => drop(self.send_back(submitted)),
            Way::Mended => self.mend(submitted),
            Way::Accepted => drop(self.accept(submitted)),
            Way::Locked => self.lock(submitted),
            Way::Supplemented => self.supplement(submitted),
            Way::Never | Way::Waived | Way::Draft | Way::Submitted => {}
        }
    }

    fn owed(&self) -> String {
        format!("@owed:{}:{}", self.unit.abbreviation, self.round.period.code)
    }

    fn it(&self) -> Value {
        json!({ "id": format!("@{}", self.key) })
    }

    fn waive(&mut self, on: NaiveDate) {
        let input = json!({ "id": self.owed(), "reason": WAIVED });
        self.story.act(on, standing_officer(), "waiveObligation", input);
    }

    fn accept(&mut self, submitted: NaiveDate) -> NaiveDate {
        let on = later(submitted, 2);
        self.story.act(on, standing_officer(), "acceptReport", self.it());
        on
    }

    fn send_back(&mut self, submitted: NaiveDate) -> NaiveDate {
        let on = later(submitted, 2);
        let input = json!({ "id": format!("@{}", self.key), "reason": NOT_ENOUGH });
        self.story.act(on, standing_officer(), "returnReport", input);
        on
    }

    fn mend(&mut self, submitted: NaiveDate) {
        let on = later(self.send_back(submitted), 2);
        let proposals = "Đã bổ sung số liệu theo yêu cầu của Ban Thi đua - Khen thưởng; không có kiến nghị khác.";
        let input = json!({ "id": format!("@{}", self.key), "proposals": proposals });
        self.story.act(on, officer(self.unit), "updateReport", input);
        self.story.act(on, head(self.unit), "submitReport", self.it());
        self.accept(on);
    }

    /// Three weeks after the due day the province's report is out.
    fn lock(&mut self, submitted: NaiveDate) {
        self.accept(submitted);
        self.story.act(later(day(self.round.due), 21), standing_officer(), "lockReport", self.it());
    }

    fn supplement(&mut self, submitted: NaiveDate) {
        let on = later(self.accept(submitted), 14);
        let second = format!("{}:2", self.key);
        let it = json!({ "id": format!("@{second}") });
        self.story.make(second.clone(), on, officer(self.unit), "supplementReport", self.it());
        let difficulties =
            "Bổ sung: giá nhựa đường tăng 18% trong tháng 12, hai nhà thầu đề nghị điều chỉnh giá hợp đồng.";
        let input = json!({ "id": format!("@{second}"), "difficulties": difficulties });
        self.story.act(on, officer(self.unit), "updateReport", input);
        self.story.act(on, head(self.unit), "submitReport", it.clone());
        self.story.act(later(on, 2), standing_officer(), "acceptReport", it);
    }
}

#[cfg(test)]
mod test {
    use super::{ROUNDS, units};

    #[test]
    fn every_unit_told_of_exists() {
        for round in ROUNDS {
            for unit in round.others.iter().flat_map(|(_, units)| *units).chain(round.late) {
                assert!(units::find(unit).is_some(), "{unit}");
            }
        }
    }
}
