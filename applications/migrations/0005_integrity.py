"""Integrity records that say what was found and whose unit vouched, and appeals against them.

The table of bans is made anew: until now nothing in the portal could write a row of it.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def refuse_to_lose_rows(apps, schema_editor):
    if apps.get_model("applications", "IntegrityRecord").objects.exists():
        raise RuntimeError("applications_integrityrecord holds rows that were entered by hand")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_registration'),
        ('applications', '0004_messages'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(refuse_to_lose_rows, migrations.RunPython.noop),
        migrations.DeleteModel(name="IntegrityRecord"),
        migrations.CreateModel(
            name='IntegrityAppeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filed_on', models.DateField(verbose_name='申诉日期')),
                ('text', models.TextField(max_length=1000, verbose_name='申诉内容')),
                ('entered_at', models.DateTimeField()),
                ('outcome', models.CharField(choices=[('pending', '正在处理'), ('upheld', '维持'), ('overturned', '撤销'), ('changed', '变更')], default='pending', max_length=12, verbose_name='处理结果')),
                ('decided_on', models.DateField(null=True, verbose_name='处理日期')),
                ('explanation', models.TextField(blank=True, max_length=500, verbose_name='处理理由')),
                ('barred_until', models.DateField(null=True, verbose_name='处理后的截止日期')),
                ('decided_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': '申诉',
                'ordering': ['filed_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='IntegrityRecord',
            fields=[
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='integrity', serialize=False, to='applications.application')),
                ('id_number_hash', models.CharField(db_index=True, max_length=64)),
                ('masked_number', models.CharField(max_length=18, verbose_name='身份证号')),
                ('name', models.CharField(max_length=40, verbose_name='姓名')),
                ('unit_name', models.CharField(max_length=80, verbose_name='责任单位')),
                ('unit_vouched', models.BooleanField(verbose_name='单位已作出承诺并上报')),
                ('reason', models.TextField(max_length=500, verbose_name='查实的事实')),
                ('basis', models.TextField(max_length=300, verbose_name='依据')),
                ('measures', models.CharField(blank=True, max_length=200, verbose_name='对责任单位和责任人的处理')),
                ('decided_on', models.DateField(verbose_name='决定日期')),
                ('barred_from', models.DateField(verbose_name='起')),
                ('barred_until', models.DateField(verbose_name='止')),
                ('from_state', models.CharField(max_length=20, verbose_name='取消前的状态')),
                ('recorded_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': '诚信记录',
                'ordering': ['barred_from', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='application',
            name='one_open_application_per_round',
        ),
        migrations.AlterField(
            model_name='notification',
            name='kind',
            field=models.CharField(choices=[('submitted', '申报已提交'), ('arrived', '有申报等待审核'), ('returned', '申报被退回修改'), ('returned_below', '审核过的申报被退回'), ('withdrawn', '申报已由本人撤回'), ('forwarded', '申报进入下一环节'), ('declined', '申报没有获得推荐'), ('refused', '申报不予受理'), ('lapsed', '申报逾期关闭'), ('accepted', '申报已受理'), ('accepted_below', '本单位的申报已受理'), ('recognized', '资格已认定'), ('recognized_below', '有单位认定了资格'), ('revoked', '资格被取消'), ('revoked_below', '有申报被取消资格'), ('appeal', '申诉登记和处理结果'), ('draft_ends', '申报即将截止'), ('correction_ends', '修改即将截止'), ('waiting_ends', '审核即将截止')], max_length=20, verbose_name='事项'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['withdrawn', 'revoked']), _negated=True), fields=('round', 'applicant'), name='one_open_application_per_round'),
        ),
        migrations.AddField(
            model_name='integrityappeal',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='integrityappeal',
            name='entered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='integrityappeal',
            name='organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='处理单位'),
        ),
        migrations.AddField(
            model_name='integrityrecord',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='作出决定的单位'),
        ),
        migrations.AddField(
            model_name='integrityrecord',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='integrityrecord',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='integrity_records', to='accounts.organisation', verbose_name='责任单位'),
        ),
        migrations.AddField(
            model_name='integrityappeal',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='applications.integrityrecord'),
        ),
        migrations.AddConstraint(
            model_name='integrityrecord',
            constraint=models.CheckConstraint(condition=models.Q(('barred_until__gte', models.F('barred_from'))), name='ban_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='integrityrecord',
            constraint=models.CheckConstraint(condition=models.Q(('barred_from__gte', models.F('decided_on'))), name='ban_starts_once_decided'),
        ),
        migrations.AddConstraint(
            model_name='integrityappeal',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'pending')), fields=('record',), name='one_pending_appeal_a_record'),
        ),
        migrations.AddConstraint(
            model_name='integrityappeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('decided_on__isnull', True), ('outcome', 'pending')), models.Q(models.Q(('outcome', 'pending'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False), ('decided_on__isnull', False), models.Q(('explanation', ''), _negated=True)), _connector='OR'), name='appeal_decided_with_reason'),
        ),
    ]
