import type { Field } from './fields.js';

/**
 * The spellings of a field in exports, as `foldName` gives them: tiers with a `|` between them. A column of an earlier tier wins;
 * columns of one tier are equal. A field's own name wins over all.
 */
export const aliases: Readonly<Record<Field, readonly (readonly string[])[]>> = {
  // 客户名称 is the company in most exports; it is the person where there is no better column.
  name: tiers(`name fullname contactname displayname personname contactfullname 姓名 联系人姓名 聯絡人姓名 联系人
    聯絡人 客户姓名 客戶姓名 名称 全名 真实姓名 vollername vollstandigername ansprechpartner nomcomplet
    nombrecompleto nomecompleto volledigenaam fullstandigtnamn 氏名 お名前 名前 担当者名 성명 성함 фио hovaten hoten
    | nom nombre nome naam navn namn nama 이름 имя
    | 客户名称 客戶名稱`),
  mobile: tiers(`mobile mobilephone mobilenumber mobilephonenumber mobileno cell cellphone cellphonenumber
    personphonemobile contactmobile handy mobiltelefon mobiltelefonnummer 手机 手机号 手机号码 手機 手機號
    手機號碼 移动电话 移动电话号码 行動電話 行動電話號碼 手机电话 联系手机
    | phone phonenumber telephone telephonenumber tel contactphone contactnumber primaryphone 电话 电话号码 電話
    電話號碼 联系电话 聯絡電話 联系方式
    | personphonework personphone businessphone workphone work 办公电话 座机`),
  state_code:
    tiers(`statecode countrycode phonecountrycode mobilecountrycode callingcode dialcode diallingcode
    国家代码 国家码 国家区号 国际区号 手机区号 區碼 國碼 國家代碼 國際區號`),
  follower_user_id: tiers(`followeruserid followerid owneruserid dingtalkowner dingtalkuserid 跟进人userid
    跟进人id 负责人userid 负责人id 跟進人userid 負責人userid`),
  label_ids: tiers('labelids labelid 标签id 標籤id'),
  title: tiers(`jobtitle jobposition position positiontitle organizationtitle organization1title role function
    jobrole 职务 职位 職務 職位 職稱 职称 岗位 positionsbezeichnung berufsbezeichnung
    | title contacttitle`),
  company_name: tiers(`companyname company accountname account organization organisation organizationname
    organisationname organization1name personorganization personorganisation organisationnom parentidname
    employer unternehmensname firma 公司 公司名称 公司名稱 企业 企业名称 企業名稱 单位 单位名称 所属公司
    所属企业 工作单位
    | 客户名称 客戶名稱 所属客户 客户 associatedcompany`),
  address:
    tiers(`address fulladdress mailingaddress postaladdress contactaddress address1formatted streetaddress
    地址 联系地址 聯絡地址 通讯地址 通訊地址 公司地址`),
  remark: tiers(`remark remarks alias 备注 備註 备注信息 注释
    | note notes comment comments description 描述 说明 說明`),
  share_dept_ids: tiers('sharedeptids shareddepartmentids 共享部门id 可见部门id'),
  share_user_ids: tiers('shareuserids shareduserids 共享人userid 共享给userid 可见人userid'),
  labels: tiers('labels label labelnames tags tag 标签 標籤 标签名称 標籤名稱 客户标签 客戶標籤'),
  owner_mobile: tiers(`ownermobile ownerphone ownermobilephone contactownermobile contactownerphone 负责人手机
    负责人手机号 负责人电话 負責人手機 跟进人手机 跟进人手机号 跟進人手機`),
  share_departments: tiers('sharedepartments shareddepartments 共享部门 可见部门 共享部門 可見部門'),
  share_user_mobiles: tiers('shareusermobiles 共享人手机 可见人手机 共享人手機 可見人手機'),
};

function tiers(text: string): readonly (readonly string[])[] {
  return text.split('|').map((tier) => tier.trim().split(/\s+/));
}
