//! Every action there is: one for each mutation, named as the mutation.

entity::codes! {
    /// What somebody may do: the name of a mutation (thao tác nghiệp vụ).
    pub enum Action {
        /// Adds an organisation to the tree (thêm đơn vị).
        CreateUnit = "createUnit",
        /// Gives a unit a dated identifier (cấp mã định danh cho đơn vị).
        AddUnitIdentifier = "addUnitIdentifier",
        /// Records that units merge, split, get another name, end or go on below another one, on a day (ghi nhận thay đổi tổ chức).
        RecordOrganisationChange = "recordOrganisationChange",
        /// Makes a cluster or block of units that compete with each other (lập cụm, khối thi đua).
        CreateCluster = "createCluster",
        /// Makes a unit a dated member of a cluster (thêm thành viên cụm, khối).
        AddClusterMember = "addClusterMember",
        /// Hands the lead of a cluster to another member from a day on; the former leader goes on as a member (luân phiên cụm trưởng, khối trưởng).
        RotateClusterLeader = "rotateClusterLeader",
        /// Ends the membership of a unit in a cluster on a day (kết thúc tư cách thành viên cụm, khối).
        EndClusterMembership = "endClusterMembership",
        /// Records a dated set of rules: threshold, quorum, time limits (ban hành bộ quy tắc).
        CreateRuleSet = "createRuleSet",
        /// Records an official document; its printed number is parsed (đăng ký văn bản).
        RegisterDocument = "registerDocument",
        /// Puts a corrected text beside the text as issued, which stays as it is (đính chính văn bản).
        CorrectDocument = "correctDocument",
        /// Makes a list of recipients: groups of units by kind, system or cluster, single units, and names outside (lập danh sách nơi nhận).
        CreateDistributionList = "createDistributionList",
        /// Ends a list of recipients on a day; what went out by it stays (kết thúc danh sách nơi nhận).
        EndDistributionList = "endDistributionList",
        /// Sends a document to the units that its lists name on a day; they are written down and do not change with the lists (gửi văn bản theo nơi nhận).
        DistributeDocument = "distributeDocument",
        /// Acknowledges a document that was sent to the own unit (tiếp nhận văn bản).
        AcknowledgeDocument = "acknowledgeDocument",
        /// Reminds the units that have not acknowledged a document, by a template (nhắc tiếp nhận văn bản).
        RemindRecipients = "remindRecipients",
        /// Makes a user who signs in here, with a first password (thêm người dùng).
        CreateUser = "createUser",
        /// Changes a user's full name, role or unit; fields left out stay as they are (sửa người dùng).
        UpdateUser = "updateUser",
        /// Disables a user: every session ends (khóa người dùng).
        DisableUser = "disableUser",
        /// Enables a disabled user (mở khóa người dùng).
        EnableUser = "enableUser",
        /// Gives a user a new first password: every session ends (đặt lại mật khẩu).
        ResetPassword = "resetPassword",
        /// Registers a system of another agency, with purpose, legal basis and scopes: from then on its tokens are believed (đăng ký hệ
        /// thống của cơ quan khác).
        RegisterAgencyClient = "registerAgencyClient",
        /// Ends the registration of an agency's system: its tokens are refused at once (chấm dứt đăng ký hệ thống).
        EndAgencyClient = "endAgencyClient",
        /// Attaches a file, sent with the request, to a report, project, progress entry, dossier or official document (đính kèm tệp).
        AttachFile = "attachFile",
        /// Attaches all the files sent with the request to one of these, or none of them (đính kèm nhiều tệp).
        AttachFiles = "attachFiles",
        /// Opens a slot to which one announced file may be uploaded (mở chỗ tải tệp lên).
        CreateUploadSlot = "createUploadSlot",
        /// Makes an attachment of what was uploaded to a slot, if size and SHA-256 are as announced (hoàn tất tải tệp lên).
        CompleteUpload = "completeUpload",
        /// Removes an attachment of a draft (gỡ tệp đính kèm).
        RemoveAttachment = "removeAttachment",
        /// Has a list written into a file, with the rows and fields that one may read oneself (kết xuất danh sách ra tệp).
        StartExport = "startExport",
        /// Cancels an export that waits or is being written (hủy kết xuất).
        CancelExport = "cancelExport",
        /// Brings in the rows of a file, each by the mutation that it is, or tries that out; every row is told apart (nhập dữ liệu từ tệp).
        ImportRows = "importRows",
        /// Prepares a campaign with its phases, field groups and legal bases (dự thảo đợt thi đua).
        CreateCampaign = "createCampaign",
        /// Launches a prepared campaign; it needs its launch document, a phase and a field group (phát động đợt thi đua).
        LaunchCampaign = "launchCampaign",
        /// Closes a launched campaign after its end (kết thúc đợt thi đua).
        CloseCampaign = "closeCampaign",
        /// Prepares a campaign of the own unit under a launched one (đơn vị dự thảo đợt thi đua của mình).
        CreateUnitCampaign = "createUnitCampaign",
        /// Launches the own unit's campaign, as the launch of any campaign (đơn vị phát động đợt thi đua của mình).
        LaunchUnitCampaign = "launchUnitCampaign",
        /// Closes the own unit's campaign after its end (đơn vị kết thúc đợt thi đua của mình).
        CloseUnitCampaign = "closeUnitCampaign",
        /// Drafts a plan of the own unit for a campaign (dự thảo kế hoạch của đơn vị).
        CreateUnitPlan = "createUnitPlan",
        /// Changes a draft plan; fields left out stay as they are (sửa kế hoạch).
        UpdateUnitPlan = "updateUnitPlan",
        /// Issues a plan with its document (ban hành kế hoạch).
        IssueUnitPlan = "issueUnitPlan",
        /// Declares days off or working days of the calendar that deadlines count on (khai báo ngày nghỉ lễ, ngày làm bù).
        DeclareSpecialDay = "declareSpecialDay",
        /// Reminds units of what they owe, by a template (đôn đốc).
        SendReminders = "sendReminders",
        /// Acknowledges a reminder to the own unit (tiếp nhận văn bản đôn đốc).
        AcknowledgeReminder = "acknowledgeReminder",
        /// Plans an inspection of a unit (lên kế hoạch kiểm tra).
        PlanInspection = "planInspection",
        /// Records what an inspection found (ghi nhận kết quả kiểm tra).
        RecordFindings = "recordFindings",
        /// Answers the findings of an inspection (báo cáo khắc phục sau kiểm tra).
        AnswerFindings = "answerFindings",
        /// Cancels a planned inspection with a reason (hủy kiểm tra).
        CancelInspection = "cancelInspection",
        /// Drafts the guidance of a phase: registration window, report due dates, quota (dự thảo hướng dẫn).
        DraftGuidance = "draftGuidance",
        /// Publishes a guidance: windows open, and every participating unit owes its reports (ban hành hướng dẫn).
        PublishGuidance = "publishGuidance",
        /// Drafts a project of the own unit with its targets (lập đăng ký công trình, dự án, việc làm).
        CreateProject = "createProject",
        /// Changes a draft or returned project; fields left out stay as they are (sửa đăng ký).
        UpdateProject = "updateProject",
        /// Submits a project to the Standing Body; after the window it is marked late (nộp đăng ký).
        SubmitProject = "submitProject",
        /// Accepts a submitted project (chấp nhận đăng ký).
        AcceptProject = "acceptProject",
        /// Sends a submitted project back with a reason (trả lại đăng ký).
        ReturnProject = "returnProject",
        /// Withdraws a project that is not accepted yet, with a reason (rút đăng ký).
        WithdrawProject = "withdrawProject",
        /// Records progress; the first entry puts the project in progress (cập nhật tiến độ).
        RecordProgress = "recordProgress",
        /// Claims that a project is complete, with evidence (báo cáo hoàn thành).
        ClaimCompletion = "claimCompletion",
        /// Verifies a claimed completion (xác nhận hoàn thành).
        VerifyCompletion = "verifyCompletion",
        /// Sends a claimed completion back with a reason (chưa xác nhận hoàn thành).
        RejectCompletion = "rejectCompletion",
        /// Proposes a new version of a target of an accepted project (đề nghị điều chỉnh chỉ tiêu).
        AmendTarget = "amendTarget",
        /// Approves a proposed version of a target; the former one is superseded (chấp thuận điều chỉnh chỉ tiêu).
        ApproveAmendment = "approveAmendment",
        /// Rejects a proposed version of a target with a reason (không chấp thuận điều chỉnh chỉ tiêu).
        RejectAmendment = "rejectAmendment",
        /// Marks a project that was not completed by the campaign's end (đóng công trình chưa đạt).
        CloseProject = "closeProject",
        /// Drafts a report of the own unit, for an obligation or ad hoc (lập báo cáo).
        CreateReport = "createReport",
        /// Changes a draft or returned report; fields left out stay as they are (sửa báo cáo).
        UpdateReport = "updateReport",
        /// Submits a report to the Standing Body; after the due date it is marked late (nộp báo cáo).
        SubmitReport = "submitReport",
        /// Accepts a submitted report; the obligation is met (chấp nhận báo cáo).
        AcceptReport = "acceptReport",
        /// Sends a submitted report back with a reason (trả lại báo cáo).
        ReturnReport = "returnReport",
        /// Starts a new edition of an accepted report (lập báo cáo bổ sung).
        SupplementReport = "supplementReport",
        /// Locks a consolidated report (khóa báo cáo).
        LockReport = "lockReport",
        /// Waives a report obligation with a reason (miễn nghĩa vụ báo cáo).
        WaiveObligation = "waiveObligation",
        /// Drafts a consolidated report of the Standing Body: figures and sources of a campaign and period are taken as they are now (lập báo cáo tổng hợp).
        CreateConsolidatedReport = "createConsolidatedReport",
        /// Changes a draft of a consolidated report, and takes its figures anew if asked to (sửa báo cáo tổng hợp).
        UpdateConsolidatedReport = "updateConsolidatedReport",
        /// Issues a consolidated report with its document: it does not change any more, and the reports behind it are consolidated (ban hành báo cáo tổng hợp).
        IssueConsolidatedReport = "issueConsolidatedReport",
        /// Drafts the criteria by which a cluster that the own unit leads scores (lập bảng tiêu chí chấm điểm).
        CreateScoringScheme = "createScoringScheme",
        /// Changes criteria until the first sheet is submitted; fields left out stay as they are (sửa bảng tiêu chí).
        UpdateScoringScheme = "updateScoringScheme",
        /// Opens a table of criteria: members score themselves by it (ban hành bảng tiêu chí).
        OpenScoringScheme = "openScoringScheme",
        /// Publishes every confirmed sheet of a table of criteria with ranks and classes (công bố kết quả xếp hạng).
        PublishRanking = "publishRanking",
        /// Starts the score sheet of the own unit (lập phiếu tự chấm điểm).
        CreateScoreSheet = "createScoreSheet",
        /// Gives points to criteria of a draft or returned sheet, and asks for a bonus (tự chấm điểm).
        UpdateScoreSheet = "updateScoreSheet",
        /// Submits a score sheet to the cluster; every criterion has points, and the criteria are frozen (nộp phiếu chấm điểm).
        SubmitScoreSheet = "submitScoreSheet",
        /// Reviews a member's sheet for the cluster that the own unit leads; points left out stay as they are (cụm, khối chấm điểm).
        ReviewScoreSheet = "reviewScoreSheet",
        /// Sends a member's sheet back to it with a reason (cụm, khối trả lại phiếu chấm điểm).
        ReturnScoreSheet = "returnScoreSheet",
        /// Sends a reviewed sheet back to the cluster with a reason (trả lại cụm, khối chấm lại).
        RejectClusterReview = "rejectClusterReview",
        /// Confirms a reviewed sheet: points, bonus to its cap, and penalties for late and missing reports (thẩm định phiếu chấm điểm).
        ConfirmScoreSheet = "confirmScoreSheet",
        /// Tells the Standing Body what is difficult (phản ánh khó khăn, vướng mắc).
        SendFeedback = "sendFeedback",
        /// Receives a difficulty (tiếp nhận phản ánh).
        ReceiveFeedback = "receiveFeedback",
        /// Puts a received difficulty before the authority that can decide (chuyển cấp có thẩm quyền giải quyết).
        EscalateFeedback = "escalateFeedback",
        /// Answers a difficulty, with the resolving document of the authority it was put before (trả lời phản ánh).
        AnswerFeedback = "answerFeedback",
        /// Closes an answered difficulty (đóng phản ánh).
        CloseFeedback = "closeFeedback",
        /// Proposes a person, collective or model that others are to know of (giới thiệu điển hình tiên tiến).
        ProposeExemplar = "proposeExemplar",
        /// Changes a proposed or returned exemplar, which is then proposed anew (sửa điển hình).
        UpdateExemplar = "updateExemplar",
        /// Records that the person consented to publication (ghi nhận sự đồng ý công bố).
        RecordConsent = "recordConsent",
        /// Approves a proposed exemplar (duyệt điển hình).
        ApproveExemplar = "approveExemplar",
        /// Sends a proposed exemplar back with a reason (trả lại điển hình).
        ReturnExemplar = "returnExemplar",
        /// Publishes an approved exemplar; a person only with recorded consent (công bố điển hình).
        PublishExemplar = "publishExemplar",
        /// Withdraws the consent or the proposal, with a reason; what was published is published no more (rút sự đồng ý, gỡ công bố).
        WithdrawConsent = "withdrawConsent",
        /// Records where and when a media unit made the campaign or a published exemplar known (ghi nhận tin, bài tuyên truyền).
        RecordPublication = "recordPublication",
        /// Opens a dossier of the own unit for a phase (lập hồ sơ đề nghị khen thưởng).
        CreateDossier = "createDossier",
        /// Adds a nomination with its achievement report to a dossier (thêm đề nghị khen thưởng).
        AddNomination = "addNomination",
        /// Changes the achievement report of a nomination whose dossier is not submitted (sửa báo cáo thành tích).
        UpdateNomination = "updateNomination",
        /// Attaches the minutes of the unit's own council to the dossier (đính kèm biên bản họp xét của đơn vị).
        ReviewDossier = "reviewDossier",
        /// Submits a reviewed dossier with its proposal letter, and again after a supplement (nộp hồ sơ).
        SubmitDossier = "submitDossier",
        /// Receives a submitted dossier; the appraisal clock starts (tiếp nhận hồ sơ).
        ReceiveDossier = "receiveDossier",
        /// Asks for what is missing; the appraisal clock pauses (yêu cầu bổ sung hồ sơ).
        RequestSupplement = "requestSupplement",
        /// Withdraws a nomination before a decision, with a reason (rút đề nghị).
        WithdrawNomination = "withdrawNomination",
        /// Begins the appraisal of a nomination in a received dossier (bắt đầu thẩm định).
        BeginAppraisal = "beginAppraisal",
        /// Finds a nomination eligible or ineligible; never by its author (kết luận thẩm định).
        AppraiseNomination = "appraiseNomination",
        /// Asks another agency's opinion on a nomination, due in working days; the appraisal waits for it (xin ý kiến hiệp y).
        RequestConsultation = "requestConsultation",
        /// Gives the agency's opinion on a nomination (trả lời hiệp y).
        AnswerConsultation = "answerConsultation",
        /// Does not ask for an opinion any more, for a reason (rút yêu cầu hiệp y).
        WithdrawConsultation = "withdrawConsultation",
        /// Puts a nomination on hold while discipline, inspection or a complaint is pending (tạm dừng xét).
        HoldNomination = "holdNomination",
        /// Takes a nomination off hold, back to where it was (tiếp tục xét).
        ReleaseNomination = "releaseNomination",
        /// Submits a nomination that the Council passed, or an eligible one that needs no Council, to the Chairman (trình quyết định).
        SubmitForDecision = "submitForDecision",
        /// Issues a decision with its document: the nominations it lists are awarded (ban hành quyết định khen thưởng).
        IssueDecision = "issueDecision",
        /// Declines a nomination with a reason (không khen thưởng).
        DeclineNomination = "declineNomination",
        /// Tells the unit of the outcome, with the reason where it was not awarded (thông báo kết quả).
        NotifyNomination = "notifyNomination",
        /// Records that the award was conferred (trao tặng).
        ConferNomination = "conferNomination",
        /// Revokes an award by a decision, with a reason; it stays in the registry (thu hồi khen thưởng).
        RevokeAward = "revokeAward",
        /// Records commendations that a unit's own head decided (ghi nhận Giấy khen của đơn vị).
        RecordCommendation = "recordCommendation",
        /// Makes a person a member of the Council (thêm thành viên Hội đồng).
        AddCouncilMember = "addCouncilMember",
        /// Ends a membership of the Council on a day; rolls of sessions held until then stay as they are (kết thúc tư cách thành viên Hội đồng).
        EndCouncilMembership = "endCouncilMembership",
        /// Prepares a session: agenda, roll and the rules that hold (chuẩn bị phiên họp Hội đồng).
        ConveneSession = "conveneSession",
        /// Opens the ballot of a session (mở bỏ phiếu).
        OpenSession = "openSession",
        /// Casts the viewer's secret ballot, once (bỏ phiếu kín).
        CastBallot = "castBallot",
        /// Records the written ballot of an absent member (ghi phiếu lấy ý kiến bằng văn bản).
        RecordWrittenBallot = "recordWrittenBallot",
        /// Closes the ballot, counts it, and passes or fails each item by the rules (đóng bỏ phiếu, kiểm phiếu).
        CloseSession = "closeSession",
        /// Cancels a session before its count, with a reason; its nominations are eligible again (hủy phiên họp).
        CancelSession = "cancelSession",
    }
}
